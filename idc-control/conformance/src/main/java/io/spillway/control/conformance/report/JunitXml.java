package io.spillway.control.conformance.report;

import java.util.List;
import java.util.Locale;

import io.spillway.control.conformance.trial.CaseOutcome;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.control.conformance.trial.ConformanceCase;

/** JUnit's XML: one test case per case, what was said in the failure. */
public final class JunitXml {

    private JunitXml() {}

    /** Returns the document. */
    public static String of(String server, List<CaseResult> results) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        long failed = results.stream().filter(CaseResult::failed).count();
        long skipped = results.stream().filter(result -> result.outcome() instanceof CaseOutcome.NotApplicable).count();
        double seconds = results.stream().mapToDouble(CaseResult::seconds).sum();
        xml.append(String.format(Locale.ROOT,
                "<testsuite name=\"xds-conformance %s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%.3f\">%n",
                escape(server), results.size(), failed, skipped, seconds));
        results.forEach(result -> testCase(xml, result));
        return xml.append("</testsuite>\n").toString();
    }

    private static void testCase(StringBuilder xml, CaseResult result) {
        ConformanceCase played = result.played();
        xml.append(String.format(Locale.ROOT, "  <testcase classname=\"xds.%s\" name=\"%s\" time=\"%.3f\">",
                played.variant().name().toLowerCase(Locale.ROOT), escape(played.toString()), result.seconds()));
        switch (result.outcome()) {
            case CaseOutcome.Passed _ -> {
            }
            case CaseOutcome.NotApplicable not -> xml.append("<skipped message=\"").append(escape(not.why()))
                    .append("\"/>");
            case CaseOutcome.Failed failed -> xml.append("<failure type=\"").append(played.level())
                    .append("\" message=\"").append(escape(failed.why())).append("\">")
                    .append(escape("\"" + played.sentence().text() + "\" (" + played.sentence().section().title()
                            + ", " + played.sentence().section().document().path() + ")\n"
                            + String.join("\n", failed.transcript())))
                    .append("</failure>");
        }
        xml.append("</testcase>\n");
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(allowed(c) ? c : '?');
            }
        }
        return escaped.toString();
    }

    /** XML 1.0, section 2.2; surrogates are left out, for a half of a pair would break the document. */
    private static boolean allowed(char c) {
        return c == '\n' || c == '\t' || (c >= ' ' && c < '\uD800') || (c > '\uDFFF' && c < '\uFFFE');
    }
}
