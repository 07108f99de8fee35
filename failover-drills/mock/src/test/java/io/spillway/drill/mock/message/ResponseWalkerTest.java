package io.spillway.drill.mock.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class ResponseWalkerTest {

    private static final int ROUNDS = 10_000;

    private final ResponseWalker walker = new ResponseWalker();
    private final ResponseView view = walker.view();

    @Test
    void seesAllOfADeltaResponse() {
        byte[] octets = delta().toByteArray();
        byte[] roomy = Arrays.copyOf(octets, octets.length + 100);
        assertThat(walker.walk(roomy, octets.length, Protocol.DELTA)).isNull();
        assertThat(view.typeUrl()).isEqualTo(XdsType.CDS.typeUrl());
        assertThat(view.nonce()).isEqualTo("n-1");
        assertThat(view.version()).isEqualTo("system");
        assertThat(view.length()).isEqualTo(octets.length);
        assertThat(names()).containsExactly("a", "b");
        assertThat(view.resourceVersion(0)).isEqualTo("v-a");
        assertThat(view.hasBodyOfItsType(0)).isTrue();
        assertThat(view.hasBody(1)).isFalse();
        assertThat(view.removedCount()).isEqualTo(2);
        assertThat(text(view.removedAt(1), view.removedLength(1))).isEqualTo("d");
    }

    @Test
    void givesABodyThatIsTheResource() throws Exception {
        byte[] octets = delta().toByteArray();
        assertThat(walker.walk(octets, octets.length, Protocol.DELTA)).isNull();
        assertThat(Cluster.parseFrom(view.body(0))).isEqualTo(cluster("a"));
    }

    @Test
    void findsTheNamesOfAWorldInsideAndOutside() throws Exception {
        Any wrapped = Any.newBuilder().setTypeUrl("type.googleapis.com/envoy.service.discovery.v3.Resource")
                .setValue(Resource.newBuilder().setName("c").setVersion("7").setResource(any("c")).build()
                        .toByteString())
                .build();
        byte[] octets = DiscoveryResponse.newBuilder().setTypeUrl(XdsType.CDS.typeUrl()).setVersionInfo("v")
                .setNonce("n").setControlPlane(ControlPlane.newBuilder().setIdentifier("x")).addResources(any("a"))
                .addResources(wrapped).addResources(any("b")).build().toByteArray();
        assertThat(walker.walk(octets, octets.length, Protocol.WORLD)).isNull();
        assertThat(names()).containsExactly("a", "c", "b");
        assertThat(view.version()).isEqualTo("v");
        assertThat(view.resourceVersion(1)).isEqualTo("7");
        assertThat(view.hasBodyOfItsType(1)).isTrue();
        assertThat(Cluster.parseFrom(view.body(1))).isEqualTo(cluster("c"));
        assertThat(Cluster.parseFrom(view.body(2))).isEqualTo(cluster("b"));
        assertThat(view.bodyHash(0)).isNotEqualTo(view.bodyHash(2));
    }

    @Test
    void saysWhatIsWrong() {
        byte[] nameless = DeltaDiscoveryResponse.newBuilder().addResources(Resource.newBuilder().setVersion("1"))
                .build().toByteArray();
        assertThat(walker.walk(nameless, nameless.length, Protocol.DELTA)).isEqualTo(
                "not a DeltaDiscoveryResponse: resource 1 has no name (expected: a name that is not empty)");
        byte[] whole = delta().toByteArray();
        assertThat(walker.walk(whole, whole.length - 1, Protocol.DELTA)).startsWith("not a DeltaDiscoveryResponse: ");
        assertThat(view.resourceCount()).isZero();
        assertThat(walker.walk(new byte[0], 0, Protocol.WORLD)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void anyOctetsAreAResponseOrAClearError(Protocol protocol) {
        SplittableRandom random = new SplittableRandom(5);
        byte[] valid = delta().toByteArray();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = round % 2 == 0 ? noise(random) : damaged(valid, random);
            assertThatCode(() -> {
                String problem = walker.walk(octets, octets.length, protocol);
                if (problem == null) {
                    readAll();
                } else {
                    assertThat(problem).startsWith("not a D").contains("DiscoveryResponse: ");
                }
            }).as("octets %s", Arrays.toString(octets)).doesNotThrowAnyException();
        }
    }

    /** Everything that a session asks of a view. */
    private void readAll() {
        assertThat(view.typeUrl() + view.nonce() + view.version()).isNotNull();
        for (int i = 0; i < view.resourceCount(); i++) {
            assertThat(view.nameLength(i)).isPositive();
            assertThat(view.nameAt(i) + view.nameLength(i)).isLessThanOrEqualTo(view.length());
            assertThat(view.versionAt(i) + view.versionLength(i)).isLessThanOrEqualTo(view.length());
            assertThat(view.body(i).remaining()).isNotNegative();
            assertThat(view.bodyHash(i)).isNotZero();
            assertThat(view.bodyTypeUrl(i) + view.hasBodyOfItsType(i)).isNotEmpty();
        }
        for (int i = 0; i < view.removedCount(); i++) {
            assertThat(view.removedAt(i) + view.removedLength(i)).isLessThanOrEqualTo(view.length());
        }
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] octets = new byte[random.nextInt(60)];
        random.nextBytes(octets);
        if (octets.length > 2 && random.nextBoolean()) {
            octets[0] = 0x12; // the tag of resources
            octets[1] = (byte) random.nextInt(octets.length);
        }
        return octets;
    }

    private static byte[] damaged(byte[] valid, SplittableRandom random) {
        byte[] octets = Arrays.copyOf(valid, random.nextInt(4) == 0 ? random.nextInt(valid.length) : valid.length);
        for (int i = random.nextInt(4); i > 0 && octets.length > 0; i--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }

    private Iterable<String> names() {
        return IntStream.range(0, view.resourceCount()).mapToObj(i -> text(view.nameAt(i), view.nameLength(i)))
                .toList();
    }

    private String text(int at, int length) {
        return new String(view.octets(), at, length, StandardCharsets.UTF_8);
    }

    private static DeltaDiscoveryResponse delta() {
        return DeltaDiscoveryResponse.newBuilder().setTypeUrl(XdsType.CDS.typeUrl()).setNonce("n-1")
                .setSystemVersionInfo("system")
                .addResources(Resource.newBuilder().setName("a").setVersion("v-a").setResource(any("a"))
                        .addAliases("alias"))
                .addResources(Resource.newBuilder().setName("b").setVersion("v-b")
                        .setTtl(Duration.newBuilder().setSeconds(3)))
                .addRemovedResources("c").addRemovedResources("d")
                .setControlPlane(ControlPlane.newBuilder().setIdentifier("control-1")).build();
    }

    private static Any any(String name) {
        return Any.newBuilder().setTypeUrl(XdsType.CDS.typeUrl()).setValue(cluster(name).toByteString()).build();
    }

    private static Cluster cluster(String name) {
        return Cluster.newBuilder().setName(name).setAltStatName("stat-" + name).build();
    }
}
