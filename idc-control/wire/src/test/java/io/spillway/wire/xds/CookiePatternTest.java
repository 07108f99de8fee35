package io.spillway.wire.xds;

import java.time.Duration;
import java.util.regex.Pattern;

import io.spillway.model.resource.Sticky;
import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.ValueMatch.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What routes say to stock Envoys and to our gateways at the same time. */
class CookiePatternTest {

    @ParameterizedTest
    @CsvSource({"EXACT, always, canary=always, true", "EXACT, always, a=1; canary=always; b=2, true",
            "EXACT, always, canary=alwaysnot, false", "EXACT, always, xcanary=always, false",
            "EXACT, always, a=canary=always, false", "PREFIX, al, canary=always, true", "PREFIX, al, canary=xal, false",
            "SUFFIX, ys, a=1;canary=always, true", "CONTAINS, way, canary=always; x=1, true",
            "CONTAINS, way, canary=no; x=way, false", "PRESENT, '', canary=; x=1, true",
            "PRESENT, '', b=canary, false"})
    void theExpressionTakesWhatTheConditionTakes(Operator operator, String value, String header, boolean taken) {
        String regex = CookiePattern.of(new ValueMatch("canary", operator, value));
        assertThat(Pattern.compile(regex).matcher(header).matches()).isEqualTo(taken);
    }

    @Test
    void theConditionIsReadBackFromTheExpression() {
        for (Operator operator : Operator.values()) {
            String value = operator == Operator.PRESENT ? "" : "a=b[^;]*\\.(c)$ \u00e9";
            ValueMatch condition = new ValueMatch("s+i.d", operator, value);
            assertThat(CookiePattern.parse(CookiePattern.of(condition))).isEqualTo(condition);
        }
        assertThat(CookiePattern.parse(".*canary=always.*")).isNull();
        assertThat(CookiePattern.parse("(?:.*; *)?canary=a|b(?:;.*)?")).isNull();
    }

    @Test
    void metadataIsReadBack() {
        for (Sticky sticky : new Sticky[]{new Sticky.Header("x-user"), new Sticky.Cookie("sid", null),
                new Sticky.Cookie("sid", Duration.ofHours(1)), new Sticky.Query("u"), new Sticky.ClientAddress()}) {
            assertThat(RouteMetadata.sticky(RouteMetadata.sticky(sticky))).isEqualTo(sticky);
        }
        assertThat(RouteMetadata.sticky("moon")).isNull();
        assertThat(RouteMetadata.expires("soon")).isNull();
        assertThat(RouteMetadata.value(RouteMetadata.format("50% of %REQ(x)%"))).isEqualTo("50% of %REQ(x)%");
        assertThat(RouteMetadata.value("%REQ(x)%")).isNull();
    }
}
