package io.spillway.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/**
 * A folder with {@code report.json}, {@code report.html}, {@code report.md} and {@code junit.xml}.
 *
 * @param path
 *            the folder
 */
public record ReportFolder(Path path) {

    /** Writes all files; existing ones are replaced. */
    public void write(RunFacts facts) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("report.json"), json(facts));
        Files.writeString(path.resolve("report.html"), HtmlReport.of(facts));
        Files.writeString(path.resolve("report.md"), MarkdownReport.of(facts));
        Files.writeString(path.resolve("junit.xml"), JunitReport.of(facts));
    }

    /** Returns report.json as text. */
    public static String json(RunFacts facts) {
        return JsonText.write(Trees.of(JsonReport.of(facts))) + "\n";
    }

    /** Returns report.md as text. */
    public static String markdown(RunFacts facts) {
        return MarkdownReport.of(facts);
    }

    /** Returns what report.json says. */
    public Map<?, ?> read() throws IOException {
        Path file = path.resolve("report.json");
        return switch (JsonText.parse(Files.readString(file))) {
            case Decoded.Valid<Tree>(Tree tree) when Trees.toJava(tree) instanceof Map<?, ?> map -> map;
            case Decoded.Valid<Tree> _ -> throw new IOException(file + ": not a JSON object");
            case Decoded.Invalid<Tree> invalid -> throw new IOException(file + ": " + invalid.violations());
        };
    }
}
