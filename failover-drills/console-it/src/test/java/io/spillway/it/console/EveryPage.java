package io.spillway.it.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Every page of the console, looked at by axe-core in both schemes, with a picture of each. */
final class EveryPage {

    private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);
    private static final List<String> STANDARD = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    /**
     * The page takes a scheme over a moment after the browser has said so, and a colour that is on its way to another one has the
     * contrast of neither.
     */
    private static final String PAINTED = """
            async scheme => {
              const frame = () => new Promise(requestAnimationFrame);
              while (document.documentElement.dataset.mantineColorScheme !== scheme) await frame();
              await frame();
              await frame();
              const changes = document.getAnimations().filter(each => each instanceof CSSTransition);
              await Promise.all(changes.map(each => each.finished.catch(() => null)));
            }
            """;
    /** By the name of its picture. */
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("overview", "");
        PAGES.put("switchovers", "switchovers");
        PAGES.put("switchover", "switchovers/cooling");
        PAGES.put("switchover-plan", "switchovers/new");
        PAGES.put("shifts", "shifts");
        PAGES.put("shift-set", "shifts/new?scope=drgroup/core");
        PAGES.put("approvals", "approvals");
        PAGES.put("drills", "drills");
        PAGES.put("drill", "drills/weekly");
        PAGES.put("services", "services");
        PAGES.put("service", "services/orders");
        PAGES.put("workloads", "workloads");
        PAGES.put("routes", "routes");
        PAGES.put("drgroups", "drgroups");
        PAGES.put("idcs", "idcs");
        PAGES.put("gateways", "gateways");
        PAGES.put("imports", "imports");
        PAGES.put("explain", "explain");
        PAGES.put("audit", "audit");
        PAGES.put("me", "me");
    }

    private EveryPage() {}

    /** Returns what is wrong, by page; a picture of each is in target/screenshots, or where they are kept. */
    static List<String> faults(Desk desk) {
        Path pictures = Boolean.getBoolean("spillway.screenshots")
                ? Path.of(System.getProperty("spillway.root", "../..")).resolve("idc-control/console/docs/screenshots")
                : Path.of("target/screenshots");
        List<String> faults = new ArrayList<>();
        PAGES.forEach((name, path) -> {
            desk.open(path);
            settled(desk.page);
            for (ColorScheme scheme : SCHEMES) {
                faults.addAll(faults(desk.page, name, scheme));
                if (scheme == ColorScheme.LIGHT || name.equals("overview")) {
                    desk.page.screenshot(new Page.ScreenshotOptions().setPath(
                            pictures.resolve(name + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png")));
                }
            }
            desk.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        });
        return faults;
    }

    /** Returns what is wrong with the page that asks who one is. */
    static List<String> faultsOfLogin(Desk desk) {
        return SCHEMES.stream().flatMap(scheme -> faults(desk.page, "login", scheme).stream()).toList();
    }

    private static List<String> faults(Page page, String name, ColorScheme scheme) {
        String word = scheme.name().toLowerCase(Locale.ROOT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate(PAINTED, word);
        return faults(page, name + " " + word);
    }

    private static void settled(Page page) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).isVisible();
        page.getByText(Desk.marked("live")).first().waitFor();
        assertThat(page.getByLabel("Loading")).hasCount(0);
    }

    private static List<String> faults(Page page, String name) {
        return new AxeBuilder(page).withTags(STANDARD).analyze().getViolations().stream()
                .map(rule -> name + ": " + said(rule)).toList();
    }

    private static String said(Rule rule) {
        return rule.getId() + " (" + rule.getHelp() + ") at " + rule.getNodes().stream()
                .map(node -> node.getTarget() + " " + node.getHtml()).limit(3).toList();
    }
}
