package io.spillway.gateway.proxy.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinesTest {
    private final LogLines lines = new LogLines();

    private String written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineIsJsonWhateverAClientSends() throws IOException {
        new AccessEntry(Instant.parse("2026-11-25T10:00:00.007Z").toEpochMilli(), "entrance", "10.0.0.1", "GET",
                "h\"o\\st", "/p\u0007\u00e4\ud83d", 200, 0, Long.MAX_VALUE, 1203, "orders", "idc-a", "idc-b", -1, "ok",
                "10.1.0.1:80", 2).appendTo(lines);
        assertThat(written()).isEqualTo("{\"time\":\"2026-11-25T10:00:00.007Z\",\"listener\":\"entrance\","
                + "\"client\":\"10.0.0.1\",\"method\":\"GET\",\"host\":\"h\\\"o\\\\st\","
                + "\"path\":\"/p\\u0007\\u00e4\\ud83d\",\"status\":200,\"bytesIn\":0,"
                + "\"bytesOut\":9223372036854775807,\"micros\":1203,\"service\":\"orders\",\"idc\":\"idc-a\","
                + "\"targetIdc\":\"idc-b\",\"priority\":-1,\"reason\":\"ok\",\"endpoint\":\"10.1.0.1:80\","
                + "\"attempts\":2}\n");
        assertThat(lines.isEmpty()).isTrue();
    }

    @Test
    void numbersOfEveryLengthAndTheNextSecondAreRight() throws IOException {
        StringBuilder expected = new StringBuilder();
        for (long number : new long[]{0, 9, 10, 99, 100, 1_000_000, 123_456_789_012L}) {
            lines.number("n", number);
            expected.append(",\"n\":").append(number);
        }
        lines.instant(Instant.parse("2026-12-31T23:59:59.999Z").toEpochMilli());
        lines.instant(Instant.parse("2027-01-01T00:00:00Z").toEpochMilli());
        assertThat(written()).isEqualTo(expected + "2026-12-31T23:59:59.999Z" + "2027-01-01T00:00:00.000Z");
    }

    @Test
    void aLineLargerThanTheArrayIsWhole() throws IOException {
        String path = "/".repeat(100_000);
        lines.text("path", path);
        assertThat(written()).isEqualTo(",\"path\":\"" + path + "\"");
    }
}
