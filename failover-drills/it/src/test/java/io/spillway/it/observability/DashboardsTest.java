package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;
import io.spillway.it.observability.Dashboards.Dashboard;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.SwitchOverState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every dashboard is whole, laid out, and tells an operator what is normal and what to do when it is not. */
class DashboardsTest {

    private static final int COLUMNS = 24;
    private static final int LONGEST_LEGEND = 60;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final Set<String> GRAFANAS_OWN = Set.of("__rate_interval", "__range", "__all");
    private static final Pattern PAGE = Pattern.compile("[\\w/-]+\\.md");
    private static final Pattern REFERENCE = Pattern.compile("Spillway: ([A-Za-z][A-Za-z -]*)");

    static Stream<Dashboard> dashboards() throws IOException {
        return Dashboards.all().stream();
    }

    @Test
    void theReadmeListsThemUnderTheirUids() throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        for (Dashboard dashboard : Dashboards.all()) {
            found.put("dashboards/" + dashboard.file(), List.of("`" + dashboard.uid() + "`",
                    Trees.text(dashboard.tree(), "description")));
        }
        assertThat(found.values().stream().map(List::getFirst).distinct()).hasSize(found.size());
        assertThat(new TreeMap<>(GrafanaReadme.dashboards())).isEqualTo(found);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void hasAUidOfOursAndCanBeReachedFromTheOthers(Dashboard dashboard) {
        assertThat(dashboard.uid()).matches("spillway-[a-z]+");
        assertThat(dashboard.title()).startsWith("Spillway: ");
        assertThat(Trees.items(dashboard.tree(), "tags")).containsExactly(Tree.text("spillway"));
        assertThat(Trees.items(dashboard.tree(), "links")).singleElement().satisfies(link -> {
            assertThat(Trees.text(link, "type")).isEqualTo("dashboards");
            assertThat(Trees.items(link, "tags")).containsExactly(Tree.text("spillway"));
            assertThat(Trees.at(link, "includeVars")).isEqualTo(Tree.bool(true));
            assertThat(Trees.at(link, "keepTime")).isEqualTo(Tree.bool(true));
        });
        assertThat(Trees.text(dashboard.tree(), "refresh")).matches("(5|10|30)s");
        assertThat(Trees.text(dashboard.tree(), "time", "from")).matches("now-\\d+[mh]");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelHasAQueryAUnitAndSaysWhatIsNormal(Dashboard dashboard) {
        assertThat(dashboard.panels()).hasSizeGreaterThan(10).allSatisfy(panel -> {
            assertThat(Trees.text(panel, "title")).isNotBlank();
            assertThat(Trees.text(panel, "description")).as(Trees.text(panel, "title"))
                    .matches("(?s)(.+\\. )?Normal: .+ If not: .+\\.");
            assertThat(Trees.text(panel, "fieldConfig", "defaults", "unit")).isNotBlank();
            List<Tree> targets = Trees.items(panel, "targets");
            assertThat(targets).as(Trees.text(panel, "title")).isNotEmpty().allSatisfy(target -> {
                assertThat(Trees.text(target, "expr")).isNotBlank();
                assertThat(Trees.text(target, "legendFormat")).isNotBlank().hasSizeLessThan(LONGEST_LEGEND);
            });
            assertThat(targets.stream().map(target -> Trees.text(target, "refId"))).doesNotHaveDuplicates();
        });
        assertThat(dashboard.panels().stream().map(panel -> Trees.text(panel, "title"))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveTheirOwnPlacesAndNumbers(Dashboard dashboard) {
        Set<Integer> numbers = new HashSet<>();
        Set<List<Integer>> taken = new HashSet<>();
        for (Tree panel : Trees.items(dashboard.tree(), "panels")) {
            String title = Trees.text(panel, "title");
            assertThat(numbers.add(Trees.number(panel, "id"))).as("the id of " + title).isTrue();
            int left = Trees.number(panel, "gridPos", "x");
            int top = Trees.number(panel, "gridPos", "y");
            int right = left + Trees.number(panel, "gridPos", "w");
            assertThat(right).as(title).isBetween(left + 1, COLUMNS);
            for (int x = left; x < right; x++) {
                for (int y = top; y < top + Trees.number(panel, "gridPos", "h"); y++) {
                    assertThat(taken.add(List.of(x, y))).as(title + " lies on another panel").isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variablesAreDefinedAndUsedAndTheDataSourceIsOne(Dashboard dashboard) throws IOException {
        String text = Files.readString(Checkout.root().resolve(Dashboards.FOLDER).resolve(dashboard.file()));
        Set<String> used = VARIABLE.matcher(text).results().map(one -> one.group(1))
                .filter(name -> !GRAFANAS_OWN.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).containsExactlyInAnyOrderElementsOf(dashboard.variables()).contains("datasource", "idc");
        assertThat(Trees.everywhere(dashboard.tree(), "datasource")).hasSizeGreaterThan(dashboard.panels().size())
                .allSatisfy(source -> {
                    assertThat(Trees.text(source, "type")).isEqualTo("prometheus");
                    assertThat(Trees.text(source, "uid")).isEqualTo("${datasource}");
                });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void whatADescriptionPointsToIsThere(Dashboard dashboard) throws IOException {
        Set<String> titles = Dashboards.all().stream().map(Dashboard::title).collect(Collectors.toSet());
        for (Tree panel : dashboard.panels()) {
            String description = Trees.text(panel, "description");
            PAGE.matcher(description).results().forEach(
                    page -> assertThat(Checkout.root().resolve(page.group())).as(description).exists());
            REFERENCE.matcher(description).results()
                    .forEach(one -> assertThat(titles).as(description)
                            .anyMatch(title -> one.group().toLowerCase(java.util.Locale.ROOT)
                                    .startsWith(title.toLowerCase(java.util.Locale.ROOT))));
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void showsWhenASwitchOverWentOn(Dashboard dashboard) {
        assertThat(Trees.items(dashboard.tree(), "annotations", "list")).singleElement()
                .satisfies(one -> assertThat(PromQl.metrics(Trees.text(one, "expr")))
                        .containsExactly("spillway_switchover_state"));
    }

    @Test
    void theTimelineKnowsEveryStateOfASwitchOver() throws IOException {
        Dashboard dashboard = Dashboards.all().stream().filter(one -> one.file().equals("switchover.json")).findFirst()
                .orElseThrow();
        Tree panel = dashboard.panels().getFirst();
        Tree mapping = Trees.items(panel, "fieldConfig", "defaults", "mappings").getFirst();
        String query = Trees.text(Trees.items(panel, "targets").getFirst(), "expr");
        List<String> states = Arrays.stream(SwitchOverState.values()).map(Enum::name).toList();
        for (int number = 1; number <= states.size(); number++) {
            String state = states.get(number - 1);
            assertThat(Trees.text(mapping, "options", String.valueOf(number), "text")).isEqualTo(state);
            assertThat(query).contains(number + " * spillway_switchover_state{idc=~\"$idc\",state=\"" + state + "\"}");
        }
    }

    @Test
    void panelsThatMayBeEmptyExistAndSayWhy() throws IOException {
        Set<String> panels = Dashboards.queries().stream().map(one -> one.dashboard() + ": " + one.panel())
                .collect(Collectors.toSet());
        assertThat(GrafanaReadme.emptyInTheDemo()).isNotEmpty().allSatisfy((panel, reason) -> {
            assertThat(panels).contains(panel);
            assertThat(reason).hasSizeGreaterThan(20);
        });
    }
}
