package io.spillway.it.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What people do at the console of a fleet that runs and serves users, each with a browser of his own. */
@Tag("real")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest {

    private static final double MOVED_MILLIS = 40_000;
    private static ConsoleFleet fleet;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createDirectories(Path.of("target/fleets").toAbsolutePath())
                .resolve("console-" + System.nanoTime());
        browser = new Browser();
        fleet = ConsoleFleet.start(Files.createDirectories(folder));
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static Desk desk(String person) {
        return new Desk(browser, fleet.url(0)).open("").logIn(fleet.token(person));
    }

    private static <T> org.assertj.core.api.ListAssert<T> expect(List<T> all) {
        return org.assertj.core.api.Assertions.assertThat(all);
    }

    private static LocatorAssertions.IsVisibleOptions within(double millis) {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(millis);
    }

    private static void noComplaint(Desk... desks) {
        for (Desk desk : desks) {
            expect(desk.complaints()).isEmpty();
        }
    }

    @Test
    @Order(1)
    void whoIsNotLoggedInStaysWhereHeWantedToGoAndAWrongTokenSaysSo() {
        try (Desk desk = new Desk(browser, fleet.url(0)).open("services/orders")) {
            desk.page.getByLabel("Token").first().fill("wrong");
            desk.button("Log in").click();
            assertThat(desk.page.getByRole(AriaRole.ALERT)).isVisible();
            desk.logIn(fleet.token("alice"));
            assertThat(desk.page).hasURL(fleet.url(0) + "/console/services/orders");
            String cookies = desk.page.evaluate("document.cookie").toString();
            expect(List.of(cookies)).as("no script sees the session").containsExactly("");
            desk.button("Log out").click();
            assertThat(desk.page.getByLabel("Token").first()).isVisible();
            noComplaint(desk);
        }
    }

    /** A switch-over by hand while the load runs: planned, approved by somebody else, started; traffic is seen to go. */
    @Test
    @Order(2)
    void anOperatorMovesTrafficAndSeesItGoAndTheSecondGetsTheConflict() {
        long failed = fleet.users().failed();
        try (Desk alice = desk("alice");
                Desk carol = desk("carol");
                Desk bob = desk("bob");
                Desk watcher = desk("wall")) {
            assertThat(watcher.edge("idc-a", "idc-b")).isVisible(within(MOVED_MILLIS));
            alice.plan("cooling");
            alice.awaitState("READY", MOVED_MILLIS);
            assertThat(alice.page.getByText("One approval is missing")).isVisible();
            carol.open("switchovers/cooling");
            carol.say("Approve", "cooling");
            carol.awaitState("APPROVED", MOVED_MILLIS);
            bob.open("shifts/new?scope=drgroup/core");
            bob.fill("idc-a, percent", "100");
            bob.fill("idc-b, percent", "0");
            bob.fill("Reason", "by hand");
            alice.say("Start", "cooling");
            assertThat(alice.button("Pause…")).isVisible(within(MOVED_MILLIS));
            theSecondIsToldWhoHoldsIt(bob);
            Locator edge = watcher.edge("idc-a", "idc-b");
            // Forty a second come in at idc-a.
            assertThat(edge).hasAccessibleName(Pattern.compile("from idc-a to idc-b: [34][0-9](\\.[0-9])?/s, .*"),
                    new LocatorAssertions.HasAccessibleNameOptions().setTimeout(MOVED_MILLIS));
            alice.awaitState("COMPLETED", MOVED_MILLIS);
            alice.say("Roll back", "cooling");
            alice.awaitState("ROLLED_BACK", MOVED_MILLIS);
            noComplaint(alice, bob, carol, watcher);
        }
        expect(List.of(fleet.users().failed())).as("users who got no answer").containsExactly(failed);
    }

    /** What he saw may have changed in the moment before; then he is told that, and says it again. */
    private static void theSecondIsToldWhoHoldsIt(Desk bob) {
        bob.button("Set…").click();
        bob.dialog().getByLabel("Type drgroup/core to confirm").fill("drgroup/core");
        Awaitility.await("the conflict").pollInSameThread().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                    bob.inDialog("Set").click();
                    assertThat(bob.dialog().getByRole(AriaRole.ALERT))
                            .containsText("drgroup/core is moved by switch-over cooling",
                                    new LocatorAssertions.ContainsTextOptions().setTimeout(1_000));
                });
        assertThat(bob.dialog().getByRole(AriaRole.ALERT)).containsText("Somebody else holds it");
    }

    @Test
    @Order(3)
    void aViewerSeesEverythingAndNoButtonThatChangesAnything() {
        try (Desk wall = desk("wall")) {
            wall.open("switchovers/cooling");
            assertThat(wall.page.getByText("ROLLED_BACK").first()).isVisible();
            for (String path : List.of("switchovers", "switchovers/cooling", "shifts", "approvals", "services/orders",
                    "imports", "drills", "drills/weekly", "gateways")) {
                wall.open(path);
                assertThat(wall.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                        .isVisible();
                Locator main = wall.page.getByRole(AriaRole.MAIN);
                assertThat(main.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(
                        Pattern.compile(
                                "^(plan|start|run now|approve|set|clear|release|abort|roll back|delete|apply|write|force|extend|take)",
                                Pattern.CASE_INSENSITIVE))))
                        .hasCount(0);
                assertThat(main.getByRole(AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(Pattern.compile("Plan a switch-over|Set a shift"))))
                        .hasCount(0);
            }
        }
    }

    /** Somebody whose mouse is broken, at 3 a.m. */
    @Test
    @Order(4)
    void aSwitchOverIsPlannedAndGivenUpByKeyboardAlone() {
        try (Desk desk = new Desk(browser, fleet.url(0)).open("switchovers/new")) {
            Keys keys = new Keys(desk.page);
            keys.to(desk.page.getByLabel("Token").first()).type(fleet.token("alice")).press("Enter");
            assertThat(desk.heading("Plan a switch-over")).isVisible();
            keys.to(desk.field("DrGroups that move")).press("ArrowDown").press("Enter")
                    .press("Escape");
            keys.to(desk.field("From")).type("idc-a").press("ArrowDown").press("Enter");
            keys.to(desk.field("To")).type("idc-b").press("ArrowDown").press("Enter");
            keys.to(desk.field("Name")).type("by-hand");
            keys.to(desk.field("Reason")).type("no mouse").press("Enter");
            assertThat(desk.heading("switchovers/by-hand")).isVisible();
            keys.to(desk.button("Abort…")).press("Enter");
            keys.to(desk.dialog().getByLabel("Type by-hand to confirm")).type("by-hand").press("Enter");
            desk.awaitState("ABORTED", MOVED_MILLIS);
        }
    }

    /** No agent is there to take it: the run waits, and is given up. */
    @Test
    @Order(5)
    void aDrillIsBegunAndAbortedByHand() {
        try (Desk alice = desk("alice")) {
            alice.open("drills/weekly");
            assertThat(alice.page.getByText("It never ran.")).isVisible();
            alice.say("Run now", "weekly");
            alice.awaitState("SCHEDULED", MOVED_MILLIS);
            alice.button("Abort…").click();
            assertThat(alice.inDialog("Abort")).isDisabled();
            alice.dialog().getByLabel("Reason", new Locator.GetByLabelOptions().setExact(true)).fill("nobody plays it");
            alice.inDialog("Abort").click();
            alice.awaitState("ABORTED", MOVED_MILLIS);
            assertThat(alice.page.getByText("alice: nobody plays it").first()).isVisible();
            assertThat(alice.button("Run now…")).isVisible();
            noComplaint(alice);
        }
    }

    @Test
    @Order(6)
    void everyPageIsForEverybodyInBothSchemes() {
        try (Desk login = new Desk(browser, fleet.url(0)).open(""); Desk alice = desk("alice")) {
            login.page.getByLabel("Token").first().waitFor();
            expect(EveryPage.faultsOfLogin(login)).isEmpty();
            expect(EveryPage.faults(alice)).isEmpty();
            noComplaint(alice);
        }
    }

    /** The last one: a control node is gone afterwards. */
    @Test
    @Order(9)
    void theControlNodeIsKilledAndThePageGoesOnWithAnother() throws Exception {
        try (Desk alice = desk("alice")) {
            Locator top = alice.page.getByRole(AriaRole.BANNER);
            assertThat(alice.live()).isVisible(within(MOVED_MILLIS));
            fleet.kill(0);
            assertThat(top).containsText("control-2", new LocatorAssertions.ContainsTextOptions()
                    .setTimeout(MOVED_MILLIS));
            assertThat(alice.live()).isVisible(within(MOVED_MILLIS));
            alice.link("Services").click();
            assertThat(alice.link("orders").first()).isVisible(within(MOVED_MILLIS));
            noComplaint(alice);
        }
    }
}
