package io.spillway.it.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample report in a real Chromium: readable in both schemes and on paper, and it asks nobody for anything. */
@Tag("real")
class ReportPageTest {

    private static final Path SAMPLE = Path.of(System.getProperty("spillway.root", "../.."))
            .resolve("failover-drills/docs/sample-report").toAbsolutePath().normalize();
    private static final List<String> STANDARD = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

    private static Page open(BrowserContext context, List<String> asked) {
        Page page = context.newPage();
        page.setViewportSize(1280, 900);
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(SAMPLE.resolve("report.html").toUri().toString());
        return page;
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void isForEverybodyInBothSchemes(ColorScheme scheme) {
        try (Browser browser = new Browser(); BrowserContext context = browser.chromium().newContext()) {
            List<String> asked = new ArrayList<>();
            Page page = open(context, asked);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertThat(new AxeBuilder(page).withTags(STANDARD).analyze().getViolations()
                    .stream().map(rule -> rule.getId() + ": " + rule.getNodes().stream()
                            .map(node -> node.getTarget() + " " + node.getHtml()).limit(3).toList()))
                    .isEmpty();
            boolean kept = Boolean.getBoolean("spillway.screenshots") && scheme == ColorScheme.LIGHT;
            page.screenshot(new Page.ScreenshotOptions().setPath(kept
                    ? SAMPLE.resolve("report.png")
                    : Path.of("target/screenshots/report-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
            assertThat(asked).as("itself and nothing else").hasSize(1);
        }
    }

    @Test
    void isPrintedInFull() {
        try (Browser browser = new Browser(); BrowserContext context = browser.chromium().newContext()) {
            Page page = open(context, new ArrayList<>());
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            byte[] paper = page.pdf(new Page.PdfOptions().setFormat("A4"));
            assertThat(paper).hasSizeGreaterThan(20_000).startsWith('%', 'P', 'D', 'F');
            Object wider = page
                    .evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(wider).as("nothing hangs over the edge").isEqualTo(0);
        }
    }
}
