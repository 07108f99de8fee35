package io.spillway.gateway.proxy.listen;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes first on a connection from a load balancer: a client is an address, and half a header is none yet. */
class ProxyHeaderFuzzTest {

    @FuzzTest
    void header(byte[] octets) {
        ProxyHeader.Found whole = find(octets, octets.length);
        if (whole instanceof ProxyHeader.Found.Header header) {
            assertThat(header.length()).isBetween(1, Math.min(octets.length, ProxyHeader.MAX_V2));
            assertThat(header.client()).satisfiesAnyOf(client -> assertThat(client).isNull(),
                    client -> assertThat(NetUtil.isValidIpV4Address(client) || NetUtil.isValidIpV6Address(client))
                            .isTrue());
            assertThat(find(octets, header.length())).as("the header alone").isEqualTo(header);
            for (int end = 0; end < header.length(); end++) {
                assertThat(find(octets, end)).as("its first %d octets", end)
                        .isInstanceOf(ProxyHeader.Found.More.class);
            }
        } else if (whole instanceof ProxyHeader.Found.More) {
            assertThat(octets.length).isLessThan(ProxyHeader.MAX_V2);
        }
    }

    private static ProxyHeader.Found find(byte[] octets, int end) {
        // An offset, as behind octets that were read already.
        ByteBuf in = Unpooled.buffer(end + 1).writeByte('\n').writeBytes(Arrays.copyOf(octets, end)).skipBytes(1);
        ProxyHeader.Found found = ProxyHeader.find(in);
        assertThat(in.readableBytes()).as("nothing is moved").isEqualTo(end);
        in.release();
        return found;
    }
}
