package io.spillway.gateway.xds.stream;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Random;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResponseMarshallerTest {
    private final ResponseMarshaller marshaller = new ResponseMarshaller();

    private static DeltaDiscoveryResponse response(int resources) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder().setNonce("7")
                .setTypeUrl("type").addRemovedResources("gone");
        for (int i = 0; i < resources; i++) {
            response.addResources(Resource.newBuilder().setName("r" + i).setVersion("v").setResource(
                    Any.newBuilder().setTypeUrl("type").setValue(ByteString.copyFromUtf8("body ".repeat(1000) + i))));
        }
        return response.build();
    }

    @Test
    void readsWhatWasWrittenHoweverManyResourcesThereAre() {
        for (int resources : new int[]{0, 1, 2, 50}) {
            DeltaDiscoveryResponse written = response(resources);
            assertThat(marshaller.parse(marshaller.stream(written))).isEqualTo(written);
        }
    }

    /** Nothing says that a stream knows its length; a wrong one costs time and no octet. */
    @Test
    void readsAStreamThatSaysTooLittleOfItself() {
        DeltaDiscoveryResponse written = response(1);
        InputStream shy = new ByteArrayInputStream(written.toByteArray()) {
            @Override
            public synchronized int available() {
                return 10;
            }
        };
        assertThat(marshaller.parse(shy)).isEqualTo(written);
    }

    @Test
    void whatIsNoResponseEndsTheStreamAndNotTheThread() {
        byte[] whole = response(2).toByteArray();
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] broken = whole.clone();
            broken[random.nextInt(40)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(marshaller.parse(new ByteArrayInputStream(broken))).isNotNull();
            } catch (StatusRuntimeException refused) {
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            }
        }
        assertThatThrownBy(() -> marshaller.parse(new ByteArrayInputStream(new byte[]{12})))
                .isInstanceOf(StatusRuntimeException.class).hasMessageContaining("no DeltaDiscoveryResponse");
    }
}
