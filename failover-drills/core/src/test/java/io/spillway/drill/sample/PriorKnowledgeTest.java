package io.spillway.drill.sample;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The first octets of a connection come in pieces. */
class PriorKnowledgeTest {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String POST = "POST /items HTTP/1.1\r\nhost: items.example\r\ncontent-length: 2\r\n\r\n{}";
    private static final int TYPE = 3;
    private static final byte SETTINGS = 4;

    private static EmbeddedChannel connection() {
        SampleAnswer answer = new SampleAnswer("items", "idc-a", "items-1");
        return new EmbeddedChannel(new PriorKnowledge(answer, new CallAnswer(answer),
                new Mood(() -> 0, new SplittableRandom(1))));
    }

    private static String said(EmbeddedChannel connection) {
        StringBuilder said = new StringBuilder();
        for (ByteBuf octets = connection.readOutbound(); octets != null; octets = connection.readOutbound()) {
            said.append(octets.toString(StandardCharsets.ISO_8859_1));
            octets.release();
        }
        return said.toString();
    }

    private static void hear(EmbeddedChannel connection, String octets) {
        connection.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.US_ASCII));
    }

    @Test
    void http1IsAnsweredWhereverItIsCut() {
        for (int cut = 1; cut < POST.length(); cut++) {
            EmbeddedChannel connection = connection();
            hear(connection, POST.substring(0, cut));
            assertThat(said(connection)).as("after %d octets", cut).isEmpty();
            hear(connection, POST.substring(cut));
            assertThat(said(connection)).as("cut after %d octets", cut).startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\"instance\":\"items-1\"}\n");
            connection.finishAndReleaseAll();
        }
    }

    @Test
    void http2IsGreetedByItsSettingsWhereverThePrefaceIsCut() {
        for (int cut = 1; cut < PREFACE.length(); cut++) {
            EmbeddedChannel connection = connection();
            hear(connection, PREFACE.substring(0, cut));
            assertThat(said(connection)).as("after %d octets", cut).isEmpty();
            hear(connection, PREFACE.substring(cut));
            assertThat((byte) said(connection).charAt(TYPE)).as("cut after %d octets", cut).isEqualTo(SETTINGS);
            connection.finishAndReleaseAll();
        }
    }

    @Test
    void whatBeginsLikeThePrefaceAndGoesOnOtherwiseIsHttp1() {
        EmbeddedChannel connection = connection();
        hear(connection, "PRI * HTTP/1.1\r\n");
        hear(connection, "host: items.example\r\n\r\n");
        assertThat(said(connection)).startsWith("HTTP/1.1 200 OK\r\n");
        connection.finishAndReleaseAll();
    }
}
