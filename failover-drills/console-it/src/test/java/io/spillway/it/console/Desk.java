package io.spillway.it.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** A person in front of a browser of his own. Everything is found by its role and its name. */
final class Desk implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 15_000;

    final Page page;
    private final BrowserContext context;
    private final String url;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Desk(Browser browser, String url) {
        this.url = url;
        this.context = browser.chromium()
                .newContext(new NewContextOptions().setViewportSize(1280, 800).setColorScheme(ColorScheme.LIGHT));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(error -> complaints.add(error));
    }

    /** Opens a page, as in {@code switchovers/cooling}. */
    Desk open(String path) {
        page.navigate(url + "/console/" + path);
        return this;
    }

    /** Logs in by a token at whatever page is shown. */
    Desk logIn(String token) {
        page.getByLabel("Token").first().fill(token);
        button("Log in").click();
        assertThat(page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Pages"))).isVisible();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    Locator inDialog(String button) {
        return dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    /** Returns the traffic from one IDC to another, as the map says it. */
    Locator edge(String from, String to) {
        return page.getByRole(AriaRole.IMG,
                new Page.GetByRoleOptions().setName(Pattern.compile("^from " + from + " to " + to + ": .*")));
    }

    void choose(String label, String option) {
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^" + label)))
                .or(page.getByRole(AriaRole.COMBOBOX,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^" + label))))
                .first().click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option).setExact(true))
                .filter(new Locator.FilterOptions().setVisible(true)).first().click();
    }

    void fill(String label, String text) {
        field(label).fill(text);
    }

    /** Returns what is labelled so. */
    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
    }

    /** Plans a switch-over of the DrGroup core from idc-a to idc-b, in one step; returns at its page. */
    void plan(String name) {
        open("switchovers/new");
        choose("DrGroups that move", "core");
        page.keyboard().press("Escape");
        choose("From", "idc-a");
        choose("To", "idc-b");
        fill("Steps", "100");
        fill("Soak", "8s");
        fill("Name", name);
        fill("Reason", "cooling fails");
        page.getByText("Gates, fence, expiry").click();
        // Two cores carry the whole fleet: what is slow here says nothing of the move.
        fill("p99 may grow, times", "100");
        button("Plan").click();
        assertThat(heading("switchovers/" + name)).isVisible();
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
    }

    /** Says something to the switch-over that is shown, and confirms it by its name where that is asked for. */
    void say(String word, String name) {
        button(word + "…").click();
        assertThat(dialog()).isVisible();
        Locator confirmation = dialog().getByLabel("Type " + name + " to confirm");
        if (confirmation.count() > 0) {
            assertThat(inDialog(word)).isDisabled();
            confirmation.fill(name);
        }
        inDialog(word).click();
    }

    /** Returns a state as the page shows it: with a shape in front, for who does not see colours. */
    static Pattern marked(String word) {
        return Pattern.compile("^[●▲■◆○]\\s*" + word + "$");
    }

    /** Returns the word that says that what is shown is of now. */
    Locator live() {
        return page.getByRole(AriaRole.BANNER).getByText(marked("live"));
    }

    /** Waits until the switch-over that is shown is in a state. */
    void awaitState(String state, double millis) {
        assertThat(page.getByRole(AriaRole.MAIN).getByText(marked(state)).first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(millis));
    }

    /** Returns what the browser held against the page: errors, and what the content security policy forbade. */
    List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    @Override
    public void close() {
        context.close();
    }
}
