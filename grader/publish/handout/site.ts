import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  Application,
  Converter,
  DefaultTheme,
  KindRouter,
  LogLevel,
  Logger,
  PageEvent,
  ReflectionKind,
  type NavigationElement,
  type ProjectReflection,
  type Reflection,
} from "typedoc";
import { PublishError, refuse } from "../publish_error.js";
import type { PublishSpec } from "../publish_spec.js";
import type { ComposedPage } from "./compose.js";
import { instructorFolder, pageUrl, startPage } from "./source_pages.js";

/** What a site is made of. */
export interface SiteParts {
  /** The folder in which the starter is. */
  readonly kitRoot: string;
  readonly lab: Pick<PublishSpec, "course" | "title" | "reference">;
  readonly pages: readonly ComposedPage[];
  /** The folder with the sources, for a stylesheet of their own. */
  readonly handoutDir: string;
  /** Where composed pages are put for typedoc to read. */
  readonly workDir: string;
  /** Where the site goes; emptied before. */
  readonly siteDir: string;
}

/** The kinds of exports and members that must have a doc comment. */
const documentedKinds = [
  "Variable",
  "Function",
  "Class",
  "Interface",
  "TypeAlias",
  "Enum",
  "Method",
  "CallSignature",
  "Accessor",
] as const;

/**
 * Lays a site out with typedoc: the pages, and the reference of the starter's exports.
 *
 * @throws {@link PublishError} with whatever typedoc warns of: an export without a doc comment, a link that leads
 *   nowhere, a page or picture that is not there.
 */
export async function buildSite(parts: SiteParts): Promise<void> {
  const { kitRoot, lab, handoutDir, siteDir } = parts;
  const ownStyle = join(handoutDir, "style.css");
  const documents = writePages(parts);
  const app = await Application.bootstrap({
    name: `${lab.title} · ${lab.course}`,
    entryPoints: lab.reference.map((folder) => join(kitRoot, "starter", folder)),
    entryPointStrategy: "expand",
    basePath: join(kitRoot, "starter"),
    tsconfig: join(kitRoot, "tsconfig.json"),
    readme: join(parts.workDir, startPage),
    projectDocuments: documents,
    disableGit: true,
    sourceLinkTemplate: "{path}",
    excludePrivate: true,
    excludeProtected: true,
    router: "handout",
    theme: "handout",
    customCss: existsSync(ownStyle) ? ownStyle : join(kitRoot, "handout", "style.css"),
    hideGenerator: true,
    includeHierarchySummary: false,
    githubPages: false,
    searchInDocuments: true,
    useFirstParagraphOfCommentAsSummary: true,
    sort: ["source-order"],
    headings: { document: false, readme: false },
    navigation: { includeFolders: true, compactFolders: false, excludeReferences: true },
    requiredToBeDocumented: [...documentedKinds],
    validation: {
      notExported: true,
      invalidLink: true,
      invalidPath: true,
      notDocumented: true,
      rewrittenLink: true,
      unusedMergeModuleWith: true,
    },
    treatWarningsAsErrors: true,
    logLevel: LogLevel.Warn,
  });
  const logger = new CollectingLogger();
  app.logger = logger;
  app.renderer.defineRouter("handout", routerFor(parts.pages));
  app.renderer.defineTheme("handout", themeFor(parts));
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = keepWords(page.contents ?? "");
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    dropSourceLinks(context.project);
  });

  const project = await app.convert();
  if (project === undefined)
    throw new PublishError("typedoc cannot read the starter:", logger.said);
  app.validate(project);
  await app.generateDocs(project, siteDir);
  refuse("typedoc found errors in the handout:", logger.said);
}

/** Writes the composed pages where typedoc reads them; returns the files, without the start page. */
function writePages({ pages, workDir }: SiteParts): string[] {
  for (const { file, title, markdown } of pages) {
    const path = join(workDir, file);
    mkdirSync(dirname(path), { recursive: true });
    const front = file === startPage ? "" : `---\ntitle: ${JSON.stringify(title)}\n---\n`;
    writeFileSync(path, `${front}${markdown}`);
  }
  return pages.filter(({ file }) => file !== startPage).map(({ file }) => join(workDir, file));
}

/** Puts pages at the top of the site, under the names of their files, and the reference below `api/`. */
function routerFor(pages: readonly ComposedPage[]): typeof KindRouter {
  const bases = new Map(pages.map(({ title, file }) => [title, file.replace(/\.md$/, "")]));
  return class HandoutRouter extends KindRouter {
    protected override getIdealBaseName(reflection: Reflection): string {
      const base = reflection.isDocument() ? bases.get(reflection.name) : undefined;
      return base ?? `api/${super.getIdealBaseName(reflection)}`;
    }
  };
}

/** Lists the pages first, then those for instructors, then the reference, folder by folder. */
function themeFor({ pages, lab: { reference } }: SiteParts): typeof DefaultTheme {
  const entry = ({ title, file }: ComposedPage): NavigationElement => ({
    text: title,
    path: pageUrl(file),
    kind: ReflectionKind.Document,
  });
  const isInstructors = ({ file }: ComposedPage): boolean => file.startsWith(instructorFolder);
  return class HandoutTheme extends DefaultTheme {
    override buildNavigation(project: ProjectReflection): NavigationElement[] {
      const folders = super
        .buildNavigation(project)
        .filter(({ kind }) => kind !== ReflectionKind.Document)
        .sort((a, b) => reference.indexOf(a.text) - reference.indexOf(b.text));
      const instructors = pages.filter(isInstructors).map(entry);
      return [
        ...pages.filter((page) => !isInstructors(page)).map(entry),
        ...(instructors.length > 0 ? [{ text: "For instructors", children: instructors }] : []),
        { text: "Reference of the starter", children: folders },
      ];
    }
  };
}

/** Words of code that are longer than this would not fit on a small screen, in characters. */
const longWord = 40;

/** Lets code break between its words alone, unless they are long; browsers would also break it behind dashes. */
function keepWords(html: string): string {
  const mark = (code: string): string =>
    code.replace(/[^\s<>]*-[^\s<>]*/g, (word) =>
      word.length > longWord ? word : `<span class="word">${word}</span>`,
    );
  return html
    .replace(/(?<=<code>)[^<\n]+(?=<\/code>)/g, mark)
    .replace(/<pre>[^]*?<\/pre>/g, (block) => block.replace(/(?<=>)[^<>]+(?=<)/g, mark));
}

/** Keeps where an export is defined, as a name; there is nothing to link to without a network. */
function dropSourceLinks(project: ProjectReflection): void {
  for (const reflection of Object.values(project.reflections) as (Reflection & {
    sources?: { url?: string }[];
  })[]) {
    for (const source of reflection.sources ?? []) delete source.url;
  }
}

/** Keeps warnings and errors in the place of printing them. */
class CollectingLogger extends Logger {
  readonly said: string[] = [];

  override log(message: string, level: LogLevel): void {
    super.log(message, level);
    if (level >= LogLevel.Warn) this.said.push(message.replace(/\n\s*/g, " "));
  }
}
