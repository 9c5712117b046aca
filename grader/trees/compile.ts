import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import { withFixedExports } from "./fix_exports.js";
import { kitRoot } from "./kit_paths.js";
import { removeStale } from "./remove_stale.js";

/** Where a tree is compiled. */
export interface CompileRequest {
  /** The staged sources. */
  readonly srcDir: string;
  /** Where the compiled files go. */
  readonly jsDir: string;
  /** Where the compiler stores what it needs for incremental compilation. */
  readonly buildInfoFile: string;
  /** If false, emits without type checking and without declaration files: for trees that are known to be correct. */
  readonly check: boolean;
  /** Whether a staged source is given: what its module exports cannot be changed from outside. */
  readonly isGiven: (stagedFile: string) => boolean;
  /** The file that a person wrote, for a staged one; source maps and diagnostics name it. */
  readonly mapPath: (stagedFile: string) => string;
}

/** A finding of the compiler, the linter or another check, at the position that the author of the file knows. */
export interface Diagnostic {
  /** Absolute; the compiler's options when it belongs to no file. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
  /** The compiler's code, such as `TS2345`, or the rule that is broken. */
  readonly code: string;
  readonly message: string;
}

/** The result of compiling a tree. */
export interface Compilation {
  /** The errors; empty if types were not checked. */
  readonly diagnostics: readonly Diagnostic[];
  /** The compiler's view of the tree, for tools that need types: making another one would take a second or two. */
  readonly program: ts.Program;
}

/**
 * Compiles a staged tree with the kit's options. Emits even if there are errors, so that the correct parts of a tree
 * can run.
 */
export function compileTree(request: CompileRequest): Compilation {
  const options = compilerOptions(request);
  const host = ts.createIncrementalCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (fileName, languageVersion, ...rest) =>
    isLibrary(fileName)
      ? cachedLibrary(fileName, () => readSource(fileName, languageVersion, ...rest))
      : readSource(fileName, languageVersion, ...rest);
  host.getCurrentDirectory = () => kitRoot;

  mkdirSync(request.jsDir, { recursive: true });
  const rootNames = ts.sys.readDirectory(request.srcDir, [".ts"]);
  removeStale(request.jsDir, request.srcDir);
  const program = ts.createIncrementalProgram({ rootNames, options, host });
  const write: ts.WriteFileCallback = (fileName, text, ...rest) => {
    host.writeFile(fileName, finished(fileName, text, request), ...rest);
  };
  // Checked first, because what is stored for the next time only says of checked files what is wrong with them.
  const diagnostics = request.check ? errorsIn(program, request) : [];
  program.emit(undefined, write);
  // The build info may tell of files that somebody has removed since; see `seedFrom`.
  for (const source of rootNames.filter((file) => !existsSync(outputOf(request, file)))) {
    program.getProgram().emit(program.getSourceFile(source), write);
  }
  return { diagnostics, program: program.getProgram() };
}

function errorsIn(program: ts.BuilderProgram, request: CompileRequest): Diagnostic[] {
  return [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ]
    .filter((found) => found.category === ts.DiagnosticCategory.Error)
    .map((found) => toDiagnostic(found, request));
}

const optionsFile = join(kitRoot, "tsconfig.base.json");

/** The kit's compiler options for student trees, as far as no single tree decides them. */
export function baseOptions(): ts.CompilerOptions {
  const read = ts.readConfigFile(optionsFile, (name) => ts.sys.readFile(name));
  if (read.error !== undefined) throw new Error(messageText(read.error));
  const parsed = ts.convertCompilerOptionsFromJson(
    (read.config as { compilerOptions: unknown }).compilerOptions,
    kitRoot,
  );
  return parsed.options;
}

function compilerOptions(request: CompileRequest): ts.CompilerOptions {
  return {
    ...baseOptions(),
    rootDir: request.srcDir,
    outDir: request.jsDir,
    typeRoots: [join(kitRoot, "node_modules", "@types")],
    incremental: true,
    tsBuildInfoFile: request.buildInfoFile,
    declaration: request.check,
    noCheck: !request.check,
    noEmitOnError: false,
  };
}

/** Library files never change while the grader runs, so many trees share their syntax trees. */
const libraries = new Map<string, ts.SourceFile>();

function isLibrary(fileName: string): boolean {
  return fileName.includes("/node_modules/");
}

function cachedLibrary(
  fileName: string,
  read: () => ts.SourceFile | undefined,
): ts.SourceFile | undefined {
  const known = libraries.get(fileName);
  if (known !== undefined) return known;
  const source = read();
  if (source !== undefined) libraries.set(fileName, source);
  return source;
}

/** The compiled file of a source. */
function outputOf({ srcDir, jsDir }: CompileRequest, source: string): string {
  return join(jsDir, relative(srcDir, source)).replace(/\.ts$/, ".js");
}

/** What is written of what the compiler emits. */
function finished(fileName: string, text: string, request: CompileRequest): string {
  if (fileName.endsWith(".map")) return nameOriginals(fileName, text, request);
  if (!fileName.endsWith(".js")) return text;
  const source = join(request.srcDir, relative(request.jsDir, resolve(fileName)));
  return request.isGiven(source.replace(/\.js$/, ".ts")) ? withFixedExports(text) : text;
}

function nameOriginals(mapFile: string, text: string, request: CompileRequest): string {
  const map = JSON.parse(text) as { sources: string[] };
  const from = dirname(resolve(mapFile));
  map.sources = map.sources.map((source) => {
    const original = request.mapPath(resolve(from, source));
    return relative(from, original).split(sep).join("/");
  });
  return JSON.stringify(map);
}

function toDiagnostic(found: ts.Diagnostic, request: CompileRequest): Diagnostic {
  const code = `TS${found.code}`;
  const message = messageText(found);
  if (found.file === undefined || found.start === undefined) {
    return { file: optionsFile, line: 1, column: 1, code, message };
  }
  const { line, character } = found.file.getLineAndCharacterOfPosition(found.start);
  const file = request.mapPath(resolve(found.file.fileName));
  return { file, line: line + 1, column: character + 1, code, message };
}

function messageText(found: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(found.messageText, "\n");
}
