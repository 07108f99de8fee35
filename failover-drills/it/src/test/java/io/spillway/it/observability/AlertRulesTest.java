package io.spillway.it.observability;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.spillway.ctl.verb.Surroundings;
import io.spillway.ctl.verb.Verbs;
import io.spillway.it.docs.Checkout;
import io.spillway.it.observability.AlertFiles.Case;
import io.spillway.it.observability.AlertFiles.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is woken at night is woken by a rule that was seen to fire, about a series that exists, with words that help. */
@Tag("real")
class AlertRulesTest {

    private static final int PATIENCE_SECONDS = 120;
    private static final int LONGEST_RUNBOOK = 60;
    private static final List<String> PROCESSES = List.of("idc-control", "gateway", "registry-sync");
    private static final Surroundings NOWHERE = new Surroundings(() -> 0, InstantSource.fixed(Instant.EPOCH), _ -> {},
            _ -> null, () -> "alice@laptop", new ByteArrayInputStream(new byte[0]));

    private static final Pattern SERIES = Pattern
            .compile("\\b((?:spillway_(?:gateway|control|sync|switchover)|jvm|process)_[a-z_]+[a-z])\\b(?!:)");

    static List<Path> caseFiles() throws IOException {
        return AlertFiles.caseFiles();
    }

    static List<Path> runbooks() throws IOException {
        return Runbooks.all();
    }

    @Test
    void prometheusTakesTheRulesAndTheConfigurationThatLoadsThem() throws Exception {
        List<String> rules = new ArrayList<>(List.of("promtool", "check", "rules"));
        AlertFiles.ruleFiles().forEach(file -> rules.add(file.toString()));
        run(rules);
        run(List.of("promtool", "check", "config", Checkout.root().resolve("grafana/prometheus.yml").toString()));
    }

    @ParameterizedTest
    @MethodSource("caseFiles")
    void everyCaseIsAsItIsWritten(Path file) throws Exception {
        run(List.of("promtool", "test", "rules", file.toString()));
    }

    @Test
    void everyAlertFiresInOneCaseAndStaysSilentInAnother() throws Exception {
        List<Case> cases = AlertFiles.cases();
        Set<String> alerts = names();
        assertThat(cases).allMatch(each -> each.series() > 0).extracting(Case::alert).allMatch(alerts::contains);
        assertThat(alerts).allSatisfy(alert -> assertThat(
                cases.stream().filter(each -> each.alert().equals(alert)).map(Case::fires).distinct())
                .as("a case that fires, and one that does not, of " + alert).containsExactlyInAnyOrder(true, false));
    }

    @Test
    void everyAlertSaysHowBadItIsWhoseItIsAndWhatToDo() throws Exception {
        assertThat(AlertFiles.alerts()).hasSizeGreaterThan(50).allSatisfy(alert -> {
            assertThat(alert.labels().keySet()).as(alert.name()).containsExactly("severity", "component");
            assertThat(alert.labels().get("severity")).as(alert.name()).isIn("page", "ticket", "info");
            assertThat(alert.annotations().keySet()).as(alert.name()).containsExactly("summary", "description",
                    "runbook_url");
            assertThat(alert.annotations().get("description")).as(alert.name()).contains("$value");
            assertThat(alert.annotations()).as(alert.name()).containsEntry("runbook_url",
                    "grafana/runbooks/" + alert.name() + ".md");
        });
        assertThat(names()).as("names, each once").hasSameSizeAs(AlertFiles.alerts());
    }

    @Test
    void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws Exception {
        assertThat(Runbooks.all().stream().map(file -> file.getFileName().toString().replace(".md", "")).toList())
                .containsExactlyInAnyOrderElementsOf(names());
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void aRunbookIsShortAndLeadsFromTheMeaningToTheMitigation(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSizeLessThan(LONGEST_RUNBOOK);
        assertThat(lines.getFirst()).isEqualTo("# " + file.getFileName().toString().replace(".md", ""));
        assertThat(lines.stream().filter(line -> line.startsWith("## ")).toList()).containsExactly("## Meaning",
                "## Impact", "## Diagnosis", "## Mitigation");
    }

    /** Other runbooks that one names exist, and every command is one that the command line takes as it is. */
    @ParameterizedTest
    @MethodSource("runbooks")
    void everyCommandOfARunbookIsUnderstood(Path file) throws Exception {
        String text = Files.readString(file);
        List<List<String>> commands = Runbooks.commands(text);
        assertThat(commands).as("commands of " + file).isNotEmpty();
        for (List<String> words : commands) {
            if (!PROCESSES.contains(words.getFirst())) {
                assertThat(words.getFirst()).as("spillway " + words).isIn(Verbs.names());
                CommandLine command = Verbs.command(words.getFirst(), NOWHERE);
                command.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
                assertThat(command.getSubcommands().isEmpty() || command.getParseResult().hasSubcommand())
                        .as("spillway " + words + " has its second verb").isTrue();
            }
        }
        assertThat(named(text)).isSubsetOf(names());
    }

    @Test
    void everySeriesOfARuleIsRegisteredOrRecorded() throws Exception {
        Set<String> registered = RegisteredMetrics.known();
        List<Rule> rules = AlertFiles.rules();
        Set<String> recorded = rules.stream().filter(rule -> !rule.alert()).map(Rule::name)
                .collect(Collectors.toSet());
        for (Rule rule : rules) {
            Set<String> series = PromQl.metrics(rule.expression());
            assertThat(series.isEmpty() && rule.alert()).as("series of " + rule.name()).isFalse();
            assertThat(series).as(rule.name()).allMatch(one -> one.contains(":")
                    ? recorded.contains(one)
                    : registered.contains(one));
        }
    }

    @Test
    void everySeriesOfARunbookIsRegistered() throws Exception {
        Set<String> registered = RegisteredMetrics.known();
        registered.addAll(RegisteredMetrics.samples().keySet());
        for (Path file : Runbooks.all()) {
            assertThat(SERIES.matcher(Files.readString(file)).results().map(one -> one.group(1)).toList())
                    .as(file.toString()).allMatch(registered::contains);
        }
    }

    @Test
    void theReadmeListsEveryAlertWithItsSeverityAndNoOther() throws Exception {
        String readme = Files.readString(Checkout.root().resolve("grafana/README.md"));
        List<String> rows = AlertFiles.alerts().stream()
                .map(alert -> "| [" + alert.name() + "](runbooks/" + alert.name() + ".md) | "
                        + alert.labels().get("severity") + " | " + alert.file().getFileName() + " |")
                .sorted().toList();
        assertThat(readme.lines().filter(line -> line.startsWith("| [Spillway")).sorted().toList())
                .as("the table of alerts has to be%n%s%n", String.join("\n", rows)).isEqualTo(rows);
        assertThat(named(readme)).isSubsetOf(names());
    }

    @Test
    void alertmanagerHoldsBackByNamesThatExist() throws Exception {
        String sample = Files.readString(Checkout.root().resolve("grafana/alertmanager.yml"));
        String spelledOut = sample.replace("Burn(Medium|Slow)", "BurnMedium");
        assertThat(named(spelledOut)).contains("SpillwayIdcAway").isSubsetOf(names());
    }

    private static Set<String> names() throws IOException {
        return AlertFiles.alerts().stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String text) {
        return Pattern.compile("\\bSpillway[A-Z]\\w+").matcher(text).results().map(one -> one.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("promtool-", ".out");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " still runs after " + PATIENCE_SECONDS + " s");
            }
            assertThat(process.exitValue()).as(command + "\n" + Files.readString(said)).isZero();
        } finally {
            Files.delete(said);
        }
    }
}
