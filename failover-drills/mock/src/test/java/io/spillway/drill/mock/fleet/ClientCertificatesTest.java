package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Mock data planes of a control plane that looks at certificates. */
@Tag("slow")
class ClientCertificatesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final NodeOctets NODE = new NodeOctets("idc-a", "gateway", Map.of());

    @TempDir
    Path folder;

    @Test
    void eachClientHasACertificateOfItsOwn() throws Exception {
        Path authority = folder.resolve("authority");
        try (ControlPlane control = ControlPlane.secured(folder, authority).withServices(2);
                MockFleet fleet = MockFleet.start(
                        new FleetSettings(List.of(control.address()), 2, 1, Tls.Authority.of(authority)),
                        List.of(Group.of("gateways", 20, NODE, new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                                new Step.Await(new Step.Condition.Count(XdsType.CDS, 2), LONG))),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            GroupResult result = fleet.results("gateways");
            assertThat(result.connected()).isEqualTo(20);
            assertThat(result.violations()).isEmpty();
            assertThat(result.ended()).isEmpty();
        }
    }

    @Test
    void whoSharesAConnectionCannotHaveACertificateOfItsOwn() {
        Group sharing = Group.of("gateways", 20, NODE).sharing(10);
        assertThatThrownBy(() -> Tls.Authority.of(folder).contexts(sharing)).isInstanceOf(IOException.class)
                .hasMessage("group gateways: clientsPerConnection: 10 (expected: 1, because each client has a "
                        + "certificate of its own)");
    }

    @Test
    void aFolderWithoutAnAuthorityIsNamed() {
        assertThatThrownBy(() -> Tls.Authority.of(folder).contexts(Group.of("gateways", 1, NODE)))
                .isInstanceOf(IOException.class).hasMessageContaining(folder + "/development-ca.pem: there is no such");
    }
}
