package io.spillway.control.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class CommandLineTest {

    private static final String OURS = "exec:" + Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '"
            + System.getProperty("java.class.path") + "' " + SpillwayProgram.class.getName();

    @TempDir
    Path folder;

    private record Run(int code, String out, String err) {}

    private static Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(args);
        return new Run(code, out.toString(), err.toString());
    }

    @Test
    void playsOnAnotherProcessAndWritesJsonAndJunit() throws Exception {
        Path junit = folder.resolve("junit.xml");
        Run run = run("--adapter", "ours=" + OURS, "--cases", "[SD]-(01|48)", "--deadline", "15000", "-o", "json",
                "--junit", junit.toString());
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(json(run.out()).get("schema")).hasToString("spillway.io/xds-conformance/v1");
        assertThat(json(run.out()).get("server")).hasToString("ours");
        assertThat(json(run.out()).get("passed")).hasToString("4");
        Element suite = xml(Files.readString(junit));
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
    }

    @Test
    void eachTypeIsAskedForOnAStreamOfItsOwnWhenThatIsWanted() throws Exception {
        Run run = run("--adapter", OURS, "--cases", "[SD]-(01|23|48)", "--deadline", "15000", "--separate-streams",
                "-o",
                "json");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(json(run.out()).get("passed")).hasToString("4");
        assertThat(run.out()).as("the two that are about one stream").contains("several types on one stream");
    }

    @Test
    void separateStreamsAreNotAggregatedOnes() {
        // A server with aggregated streams alone: every type's own service is missing.
        Run run = run("--adapter", OURS + " aggregated", "--cases", "S-01", "--deadline", "2000", "--separate-streams");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out()).contains("UNIMPLEMENTED");
    }

    @Test
    void aProgramThatServesNothingFailsAndTheReportSaysWhy() throws Exception {
        Path junit = folder.resolve("junit.xml");
        // Port 1 of the loopback interface: nobody is there.
        String nobody = "exec:sh -c 'echo READY 1; while read line; do echo OK; done'";
        Run run = run("--adapter", nobody, "--cases", "S-01", "--deadline", "300", "--junit", junit.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAIL S-01 (MUST)").contains("0 of 1 cases passed, 1 failed");
        Element suite = xml(Files.readString(junit));
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains("must supply the requested resources if they exist").contains("put ENDPOINT S-01.a=v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--servers 1|--adapter is missing", //
            "--adapter nothing|--adapter: nothing (expected: [NAME=]exec:COMMAND)", //
            "--adapter exec:|--adapter: exec: (expected: [NAME=]exec:COMMAND)", //
            "--adapter exec:true --servers 0|--servers: 0 (expected: >= 1)", //
            "--adapter exec:true --quiet 0|--quiet: 0 (expected: >= 1)", //
            "--adapter exec:true --cases X-1|--cases: X-1 (expected: a pattern that some case id matches)", //
            "--adapter exec:true --cases (|--cases: Unclosed group", //
            "--adapter a=exec:true --adapter a=exec:false|--adapter: a twice", //
            "--adapter exec:true --address here|--address: here (expected: HOST:PORT)", //
            "--adapter exec:true --no-such|Unknown option: '--no-such'"})
    void wrongUsageIsNamedAndEndsWithTwo(String args, String message) {
        Run run = run(args.split(" ", -1));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "READY", "READY x", "READY 70000", "READY 1 NODES", " READY 1"})
    void aProgramThatDoesNotSayReadyEndsWithTwo(String line) {
        Run run = run("--adapter", "exec:echo '" + line + "'", "--cases", "S-01");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("printed: " + line + " (expected: READY <port>)");
    }

    @Test
    void aProgramThatEndsAtOnceEndsWithTwo() {
        Run run = run("--adapter", "exec:true", "--cases", "S-01");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("true ended");
    }

    private static Map<?, ?> json(String text) throws IOException {
        return switch (JsonText.parse(text)) {
            case Decoded.Valid<Tree>(Tree tree) when Trees.toJava(tree) instanceof Map<?, ?> map -> map;
            case Decoded.Valid<Tree> _ -> throw new IOException("no object");
            case Decoded.Invalid<Tree> invalid -> throw new IOException(invalid.violations().toString());
        };
    }

    private static Element xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))).getDocumentElement();
    }
}
