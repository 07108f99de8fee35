package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;

import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What a Service speaks is what a gateway speaks to it; for TCP see {@link TcpChainTest}. */
class ProtocolChainTest {
    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    @ParameterizedTest
    @EnumSource(value = ServiceProtocol.class, names = "TCP", mode = EnumSource.Mode.EXCLUDE)
    void everyProtocolArrives(ServiceProtocol protocol) {
        ServiceSpec spec = new ServiceSpec(List.of("orders.example"), Map.of(), ServiceSpec.DEFAULT_GROUPS, protocol,
                null, ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL);
        assertThat(assembler.put(Clusters.of("orders/default", "orders", "default", spec)))
                .isInstanceOf(Validation.Valid.class);
        assertThat(requireNonNull(assembler.assemble(Map.of()).cluster("orders/default")).protocol().name())
                .isEqualTo(protocol.name());
    }
}
