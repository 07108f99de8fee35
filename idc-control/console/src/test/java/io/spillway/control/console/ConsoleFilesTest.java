package io.spillway.control.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleFilesTest {

    private static final Pattern USED = Pattern.compile("(?:src|href)=\"/console/([^\"]+)\"");

    @Test
    void thePageAndAllThatItUsesAreThere() {
        ConsoleFile index = ConsoleFiles.index();
        assertThat(index.mediaType()).isEqualTo("text/html; charset=utf-8");
        assertThat(index.immutable()).as("the page's own name has no hash").isFalse();
        List<String> used = USED.matcher(text(index)).results().map(result -> result.group(1)).toList();
        assertThat(used).anyMatch(name -> name.endsWith(".js")).anyMatch(name -> name.endsWith(".css"));
        for (String name : used) {
            assertThat(ConsoleFiles.find(name)).as(name).isPresent();
        }
        assertThat(used.stream().filter(name -> name.startsWith("assets/")))
                .allMatch(name -> ConsoleFiles.find(name).orElseThrow().immutable());
    }

    /** What a strict content security policy would stop is not there: neither a script nor a style in the page itself. */
    @Test
    void thePageHasNoScriptOfItsOwnAndAsksNoOtherHost() {
        String page = text(ConsoleFiles.index());
        assertThat(Pattern.compile("<script[^>]*>").matcher(page).results().map(MatchResult::group))
                .isNotEmpty().allMatch(tag -> tag.contains(" src=\"/console/"));
        assertThat(page).doesNotContain("<style").doesNotContain("style=").doesNotContain("//");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../ConsoleFiles.class", "assets/../index.html", "/index.html",
            "index.html/",
            "assets", "assets/", "nothing.js", ".hidden.js", "assets//x.js", "a\\..\\index.html", "ConsoleFiles.class"})
    void whatIsNoFileOfTheConsoleIsNotHandedOut(String name) {
        assertThat(ConsoleFiles.find(name)).isEmpty();
    }

    private static String text(ConsoleFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }
}
