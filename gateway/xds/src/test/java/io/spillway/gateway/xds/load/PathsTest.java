package io.spillway.gateway.xds.load;

import java.util.List;

import com.google.protobuf.Value;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The ways to other IDCs come and go, and a report says since when. */
class PathsTest {

    private final Paths paths = new Paths();

    private static double of(Value said, String idc, String key) {
        return said.getStructValue().getFieldsOrThrow(idc).getStructValue().getFieldsOrThrow(key).getNumberValue();
    }

    @Test
    void whatStaysAsItWasKeepsItsDate() {
        paths.next(List.of(new PathState("idc-b", 2, 0, 2)), 1000);
        Value found = paths.next(List.of(new PathState("idc-b", 2, 1, 1)), 2000);
        assertThat(of(found, "idc-b", "sinceUnixMillis")).isEqualTo(2000);
        Value both = paths.next(List.of(new PathState("idc-b", 2, 2, 0)), 3000);
        assertThat(of(both, "idc-b", "usable")).isEqualTo(2);
        assertThat(of(both, "idc-b", "sinceUnixMillis")).as("there has been a way since").isEqualTo(2000);
        Value gone = paths.next(List.of(new PathState("idc-b", 2, 0, 0)), 4000);
        assertThat(of(gone, "idc-b", "ways")).isEqualTo(2);
        assertThat(of(gone, "idc-b", "usable")).isZero();
        assertThat(of(gone, "idc-b", "sinceUnixMillis")).isEqualTo(4000);
        assertThat(of(paths.next(List.of(new PathState("idc-b", 2, 0, 0)), 5000), "idc-b", "sinceUnixMillis"))
                .isEqualTo(4000);
    }

    @Test
    void anIdcThatIsForgottenBeginsAnew() {
        paths.next(List.of(new PathState("idc-b", 1, 0, 0)), 1000);
        assertThat(paths.next(List.of(), 2000).getStructValue().getFieldsMap()).isEmpty();
        assertThat(of(paths.next(List.of(new PathState("idc-b", 1, 0, 0)), 3000), "idc-b", "sinceUnixMillis"))
                .isEqualTo(3000);
    }
}
