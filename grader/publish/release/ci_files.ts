/** What students' repositories run when they push, and where it belongs: for GitHub Actions and for GitLab CI. */

/** The paths of the files, in the package. */
export const ciPaths = {
  github: ".github/workflows/grade.yml",
  gitlab: ".gitlab-ci.yml",
} as const;

const reports = ["report.json", "junit.xml", "report.html", "pictures.html"];
const reportOptions =
  "--json report.json --junit junit.xml --html report.html --report pictures.html";

/**
 * The files for continuous integration, by their paths.
 *
 * @param parts the names of the assignment's parts, the one that is due first at the beginning.
 */
export function ciFiles(parts: readonly string[]): Readonly<Record<string, string>> {
  const [first] = parts;
  const part = parts.length > 1 && first !== undefined ? `--${first}` : "";
  const choice = parts.length > 1 ? `  # ${parts.map((name) => `--${name}`).join(" or ")}` : "";
  return {
    [ciPaths.github]: `# Grades on every push: annotations in the code, a summary of the run, the report and pictures as artifacts.
name: grade
on:
  push:
  workflow_dispatch:
permissions:
  contents: read
env:
  PART: "${part}"${choice}
jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      - name: Grade
        run: npm run --silent grade -- $PART --annotations --markdown "$GITHUB_STEP_SUMMARY" ${reportOptions}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: report
          if-no-files-found: ignore
          path: |
${reports.map((path) => `            ${path}`).join("\n")}
`,
    [ciPaths.gitlab]: `# Grades on every push: tests and findings in merge requests, the report and pictures as artifacts.
grade:
  image: node:22
  timeout: 30 minutes
  variables:
    PART: "${part}"${choice}
  cache:
    key:
      files: [package-lock.json]
    paths: [.npm/]
  script:
    - npm ci --cache .npm
    - npm run --silent grade -- $PART --codequality codequality.json --markdown report.md ${reportOptions}
  artifacts:
    when: always
    paths: [${[...reports, "report.md"].join(", ")}]
    reports:
      junit: junit.xml
      codequality: codequality.json
`,
  };
}
