package io.spillway.gateway.xds;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.world.ResourceSink;
import io.spillway.gateway.xds.world.ResourceType;

/** The assembler that control's {@code explain} uses as well, so that both decide on the same. */
final class AssemblerSink implements ResourceSink {

    /** The shortest pause that there is: what waits for the processor gets it. */
    private static final long BREATH_NANOS = 1;

    private final SnapshotAssembler assembler;

    AssemblerSink(String idc, ClusterSubscription subscription) {
        this.assembler = subscription instanceof ClusterSubscription.OnDemand
                ? SnapshotAssembler.ofWholeClusters(idc, AssemblerSink::breathe)
                : SnapshotAssembler.breathing(idc, AssemblerSink::breathe);
    }

    private static void breathe() {
        LockSupport.parkNanos(BREATH_NANOS);
    }

    @Override
    public Optional<String> offer(ResourceType type, String name, Message body) {
        return why(assembler.put(body));
    }

    @Override
    public Optional<String> offerRoutes(String name, ByteString body) {
        return why(assembler.putRoutes(name, body));
    }

    private static Optional<String> why(Validation validation) {
        return switch (validation) {
            case Validation.Valid valid -> Optional.empty();
            case Validation.Invalid(var refused, var why) -> Optional.of(why);
        };
    }

    @Override
    public void forget(ResourceType type, String name) {
        assembler.remove(type.typeUrl(), name);
    }

    @Override
    public RoutingSnapshot assemble(Map<String, String> versions) {
        return assembler.assemble(versions);
    }
}
