package io.spillway.gateway.route;

import java.util.SplittableRandom;

import io.spillway.gateway.route.PathPolicy.EscapedSlashes;
import io.spillway.gateway.route.PathPolicy.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Paths before routing: RFC 3986 section 6.2.2, merged slashes, encoded slashes. */
@Tag("slow")
class PathPolicyTest {
    private static final PathPolicy ENTRANCE = new PathPolicy(true, true, EscapedSlashes.KEEP);

    /** The first lines are the examples of RFC 3986 sections 5.2.4 and 6.2.2. */
    @ParameterizedTest
    @CsvSource({"/a/b/c/./../../g, /a/g", "/mid/content=5/../6, /mid/6", "/a/./b/../b/%63/%7bfoo%7d, /a/b/c/%7Bfoo%7D",
            "/../a, /a", "/.., /", "/., /", "/a/.., /", "/a/., /a/", "/a/b/.., /a/", "/a//b, /a/b", "//a, /a",
            "/a//../b, /a/b", "/%2e%2e/secret, /secret", "/public/%2E%2e/secret, /secret", "/a/.%2e/b, /b",
            "/%7Euser, /~user", "/%41%5f%2d, /A_-", "/a%2Fb, /a%2Fb", "/a%2fb, /a%2Fb", "/a%5cb, /a%5Cb",
            "/a\\..\\b, /b", "/%252e%252e/a, /%252e%252e/a", "/a/...,/a/...", "/.well-known/x, /.well-known/x",
            "/..a/b, /..a/b", "/a/../b?x=/../%2e, /b?x=/../%2e", "/a;x=1/../b, /b"})
    void aPathIsNormalised(String received, String routed) {
        assertThat(ENTRANCE.apply(received)).isEqualTo(new Outcome.Routed(routed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b/c", "/a.b/c..d/", "/.well-known/x", "/...", "/a?x=//%2F/../", "/a:b@c;d=1"})
    void aPathThatNeedsNothingIsTheSameObject(String path) {
        assertThat(ENTRANCE.clean(path)).isTrue();
        assertThat(ENTRANCE.apply(path)).isInstanceOfSatisfying(Outcome.Routed.class,
                routed -> assertThat(routed.path()).isSameAs(path));
    }

    @ParameterizedTest
    @CsvSource({"/a%2, %2 at 2", "/a%, % at 2", "/%zz/b, %zz at 1", "/%2%66, %2% at 1"})
    void aPercentSignThatEncodesNothingIsRefused(String path, String what) {
        assertThat(ENTRANCE.apply(path))
                .isEqualTo(new Outcome.Refused("path: " + what + " (expected: % and two hexadecimal digits)"));
    }

    @Test
    void encodedSlashesAreTreatedAsTheSettingSays() {
        assertThat(slashes(EscapedSlashes.KEEP).apply("/a%2fb%5Cc")).isEqualTo(new Outcome.Routed("/a%2Fb%5Cc"));
        assertThat(slashes(EscapedSlashes.REJECT).apply("/a%2fb"))
                .isEqualTo(new Outcome.Refused("path: an encoded slash (expected: no %2F, no %5C)"));
        assertThat(slashes(EscapedSlashes.DECODE).apply("/a%2f..%5cb?q=%2f"))
                .isEqualTo(new Outcome.Routed("/b?q=%2f"));
        assertThat(slashes(EscapedSlashes.REDIRECT).apply("/a%2f%2e%2e/b?q=%2f"))
                .isEqualTo(new Outcome.Elsewhere("/b?q=%2f"));
        assertThat(slashes(EscapedSlashes.REDIRECT).apply("/a/./b")).isEqualTo(new Outcome.Routed("/a/b"));
    }

    @Test
    void whatIsNotAskedForIsNotDone() {
        assertThat(PathPolicy.AS_RECEIVED.active()).isFalse();
        assertThat(PathPolicy.AS_RECEIVED.apply("/a/../%2e//b")).isEqualTo(new Outcome.Routed("/a/../%2e//b"));
        assertThat(new PathPolicy(false, true, EscapedSlashes.KEEP).apply("/a//../%zz"))
                .isEqualTo(new Outcome.Routed("/a/../%zz"));
    }

    /** Whoever normalises again finds nothing to do: two readers cannot disagree. */
    @Test
    void whatComesOutIsNormalisedAlready() {
        SplittableRandom random = new SplittableRandom(7);
        String[] pieces = {"/", "//", ".", "..", "%2e", "%2F", "%5c", "a", "%61", "%25", "2e", "\\", "?"};
        for (EscapedSlashes setting : EscapedSlashes.values()) {
            for (int i = 0; i < 5_000; i++) {
                StringBuilder path = new StringBuilder("/");
                for (int n = random.nextInt(12); n > 0; n--) {
                    path.append(pieces[random.nextInt(pieces.length)]);
                }
                if (slashes(setting).apply(path.toString()) instanceof Outcome.Routed(String once)) {
                    assertThat(slashes(setting).apply(once)).as(path.toString()).isEqualTo(new Outcome.Routed(once));
                    assertThat(once.split("\\?", 2)[0]).as(path.toString()).startsWith("/").doesNotContain("//")
                            .doesNotContain("/../").doesNotContain("/./").doesNotContainIgnoringCase("%2e");
                }
            }
        }
    }

    private static PathPolicy slashes(EscapedSlashes setting) {
        return new PathPolicy(true, true, setting);
    }
}
