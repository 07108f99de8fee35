package io.spillway.gateway.proxy.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway and the server behind it read one request as two. So what is valid is read by three readers that share no
 * line of code, and they must agree on every message, field, octet of a body and trailer, wherever reads were cut.
 */
@Tag("slow")
class ThreeReadersTest {
    private static final long SEED = 20_261_125;
    private static final int CONNECTIONS = 150;

    @Test
    void agreeOnRequests() throws Exception {
        agree(true);
    }

    @Test
    void agreeOnAnswers() throws Exception {
        agree(false);
    }

    /** Else agreement could mean that nobody understood anything. */
    @Test
    void ofALiteralMessageOursSeesAllThatIsThere() {
        byte[] octets = String.join("\r\n", "PUT /a?b HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", "", "3;x=y",
                "abc", "0", "X-T: 1", "", "OPTIONS * HTTP/1.0", "", "").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new OurReader().read(octets, true, cuts(new SplittableRandom(SEED), octets.length))).containsExactly(
                new Reading("PUT", "/a?b", List.of("Host: h", "Transfer-Encoding: chunked"), "abc", List.of("X-T: 1")),
                new Reading("OPTIONS", "*", List.of(), "", List.of()));
    }

    private static void agree(boolean requests) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Messages messages = new Messages(random);
        for (int round = 0; round < CONNECTIONS; round++) {
            byte[] octets = requests ? messages.requests() : messages.answers();
            int number = round;
            List<Reading> ours = new OurReader().read(octets, requests, cuts(random, octets.length));
            for (Reader other : List.of(new NettyReader(), new CoreReader())) {
                assertThat(other.read(octets, requests, cuts(random, octets.length)))
                        .as(() -> "%s, connection %d of seed %d: %s".formatted(other.getClass().getSimpleName(), number,
                                SEED, new String(octets, StandardCharsets.ISO_8859_1)))
                        .isEqualTo(ours);
            }
        }
    }

    private static int[] cuts(SplittableRandom random, int length) {
        List<Integer> cuts = new ArrayList<>();
        int longest = random.nextBoolean() ? 30 : 2000;
        for (int at = 0; at < length;) {
            at = Math.min(length, at + random.nextInt(1, longest));
            cuts.add(at);
        }
        return cuts.stream().mapToInt(Integer::intValue).toArray();
    }
}
