package io.spillway.drill.bench.health.responder;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerHandlerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new AnswerHandler());

    private int answers(String read) {
        boolean _ = channel.writeInbound(Unpooled.copiedBuffer(read, StandardCharsets.US_ASCII));
        int answers = 0;
        for (ByteBuf answer = channel.readOutbound(); answer != null; answer = channel.readOutbound()) {
            assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK\r\n");
            answers++;
        }
        return answers;
    }

    @Test
    void answersOncePerRequestWhereverTheNetworkCutsIt() {
        assertThat(answers("GET / HTTP/1.1\r\nHost: a\r\n")).isZero();
        assertThat(answers("\r")).isZero();
        assertThat(answers("\n")).isEqualTo(1);
        assertThat(answers("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET")).isEqualTo(2);
    }

    @Test
    void aCarriageReturnInBetweenIsNoEnd() {
        assertThat(answers("a\r\n\r\r\n")).isZero();
        assertThat(answers("\r\n")).isEqualTo(1);
    }
}
