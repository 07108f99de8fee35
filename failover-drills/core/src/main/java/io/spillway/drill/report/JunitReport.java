package io.spillway.drill.report;

import io.spillway.drill.verdict.Finding;
import io.spillway.drill.verdict.Judgement;
import io.spillway.drill.verdict.Verdict;

/** junit.xml: one test case per invariant and one for the verdict, for build servers. */
final class JunitReport {

    private JunitReport() {}

    static String of(RunFacts facts) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + suite(facts);
    }

    /** Returns the suite of a drill that could not be played. */
    static String failedSuite(String drill, String why, double seconds) {
        StringBuilder xml = new StringBuilder(Words.format(
                "<testsuite name=\"%s\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"%.3f\">%n",
                escape(drill), seconds));
        testCase(xml, drill, "verdict", false, why);
        return xml.append("</testsuite>\n").toString();
    }

    /** Returns the suite without the document around it. */
    static String suite(RunFacts facts) {
        Judgement judgement = facts.judgement();
        boolean pass = judgement.verdict() == Verdict.PASS;
        long broken = judgement.findings().stream().filter(finding -> !finding.holds()).count() + (pass ? 0 : 1);
        StringBuilder xml = new StringBuilder();
        xml.append(Words.format(
                "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"%.3f\" timestamp=\"%s\">%n",
                escape(facts.plan().name()), judgement.findings().size() + 1, broken,
                facts.run().window().millis() / 1000, facts.started()));
        for (Finding finding : judgement.findings()) {
            testCase(xml, facts.plan().name(), finding.name(), finding.holds(), finding.detail());
        }
        testCase(xml, facts.plan().name(), "verdict", pass,
                judgement.verdict() + ": " + String.join("; ", judgement.reasons()));
        return xml.append("</testsuite>\n").toString();
    }

    private static void testCase(StringBuilder xml, String drill, String name, boolean holds, String detail) {
        xml.append("  <testcase classname=\"drill.").append(escape(drill)).append("\" name=\"").append(escape(name))
                .append("\">");
        if (!holds) {
            xml.append("<failure message=\"").append(escape(detail)).append("\"/>");
        }
        xml.append("<system-out>").append(escape(detail)).append("</system-out></testcase>\n");
    }

    /** Returns the text as it may stand in XML or HTML, attributes included. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return escaped.toString();
    }
}
