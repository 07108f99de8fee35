package io.spillway.gateway.assembly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sets every field that resources like ours do not set, one at a time, also in the messages within: each is refused, or makes
 * a difference, or stands in docs/xds-fields.md. A field that a newer xDS brings is found here.
 */
@Tag("slow")
class EveryFieldTest {
    /** What docs/xds-fields.md lists. */
    private static final List<String> LISTED = List.of(
            "Cluster.alt_stat_name", "CommonLbConfig.update_merge_window", "Cookie.attributes", "Cookie.path",
            "Endpoint.hostname",
            "FilterChain.metadata", "FilterChain.name", "HTTPFault.abort_percent_runtime",
            "HTTPFault.delay_percent_runtime", "HttpConnectionManager.stat_prefix", "HttpFilter.disabled",
            "HttpFilter.is_optional", "Listener.address", "Listener.metadata", "Listener.stat_prefix",
            "Listener.traffic_direction", "LocalRateLimit.stat_prefix", "LocalityLbEndpoints.metadata",
            "LocalityLbEndpoints.proximity", "Metadata.typed_filter_metadata",
            "OutlierDetection.enforcing_failure_percentage_local_origin",
            "OutlierDetection.enforcing_local_origin_success_rate",
            "OutlierDetection.successful_active_health_check_uneject_host",
            "RetryPolicy.host_selection_retry_max_attempts", "Route.metadata", "Route.stat_prefix",
            "RouteAction.append_x_forwarded_host", "RouteConfiguration.ignore_port_in_host_matching",
            "RouteConfiguration.max_direct_response_body_size_bytes", "Router.dynamic_stats",
            "RuntimeDouble.runtime_key", "RuntimeFractionalPercent.runtime_key", "TcpProxy.stat_prefix",
            "Thresholds.track_remaining", "UpgradeConfig.connect_config", "VirtualHost.metadata",
            "WeightedCluster.runtime_key_prefix");

    /** What says with the value that is tried, or with an empty message, what holds anyway. */
    private static final List<String> UNSAID = List.of(
            "Cluster.circuit_breakers", "Cluster.common_lb_config", "ClusterLoadAssignment.policy",
            "ClusterWeight.metadata_match", "CommonLbConfig.consistent_hashing_lb_config",
            "CommonLbConfig.zone_aware_lb_config", "DirectResponseAction.body", "EdsClusterConfig.eds_config",
            "HeaderValueOption.keep_empty_value", "HttpConnectionManager.path_with_escaped_slashes_action",
            "LbSubsetConfig.default_subset", "OutlierDetection.always_eject_one_host",
            "OutlierDetection.consecutive_gateway_failure", "OutlierDetection.enforcing_consecutive_5xx",
            "OutlierDetection.enforcing_consecutive_local_origin_failure", "OutlierDetection.enforcing_success_rate",
            "Rds.config_source", "RouteAction.metadata_match", "RouteMatch.case_sensitive", "UpgradeConfig.enabled",
            "ZoneAwareLbConfig.routing_enabled");

    private final Set<String> harmless = new TreeSet<>();
    private int tried;

    private static RoutingSnapshot assembled(List<Message> world) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        world.forEach(assembler::put);
        return assembler.assemble(Map.of());
    }

    private static boolean same(RoutingSnapshot one, RoutingSnapshot other) {
        return one.clusters().equals(other.clusters()) && one.tcp().keySet().equals(other.tcp().keySet())
                && one.tcp().entrySet().stream()
                        .allMatch(tcp -> tcp.getValue().hosts().equals(other.tcpTable(tcp.getKey()).hosts()))
                && one.tables().entrySet().stream()
                        .allMatch(table -> table.getValue().hosts().equals(other.table(table.getKey()).hosts())
                                && table.getValue().paths().equals(other.table(table.getKey()).paths())
                                && Objects.equals(table.getValue().callers(), other.table(table.getKey()).callers()));
    }

    @Test
    void isRefusedOrMakesADifferenceOrIsListed() throws Exception {
        List<Message> world = FullResources.all();
        RoutingSnapshot before = assembled(world);
        for (int i = 0; i < world.size(); i++) {
            int which = i;
            assertThat(new SnapshotAssembler("idc-a").put(world.get(i))).as("%s", world.get(i))
                    .isInstanceOf(Validation.Valid.class);
            walk(world.get(i), changed -> {
                if (new SnapshotAssembler("idc-a").put(changed) instanceof Validation.Invalid) {
                    return true;
                }
                List<Message> other = new ArrayList<>(world);
                other.set(which, changed);
                return !same(before, assembled(other));
            });
        }
        assertThat(tried).isGreaterThan(500);
        List<String> expected = new ArrayList<>(LISTED);
        expected.addAll(UNSAID);
        assertThat(harmless).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theListIsTheDocumentedOne() throws Exception {
        String document = Files.readString(Path.of("docs/xds-fields.md"));
        assertThat(LISTED).allSatisfy(
                field -> assertThat(document).contains(field.substring(field.indexOf('.') + 1)));
    }

    /** Asks whether anybody notices a resource. */
    private interface Noticed {
        boolean ask(Message changed);
    }

    private void walk(Message resource, Noticed noticed) throws InvalidProtocolBufferException {
        walk(resource, part -> part, noticed);
    }

    /** Tries the fields of one message; {@code whole} puts a changed one back into its resource. */
    private void walk(Message message, UnaryOperator<Message> whole, Noticed noticed)
            throws InvalidProtocolBufferException {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean set = field.isRepeated()
                    ? message.getRepeatedFieldCount(field) > 0
                    : message.getAllFields()
                            .containsKey(field);
            if (!set && (field.getContainingOneof() == null
                    || !message.hasOneof(field.getContainingOneof()))) {
                tried++;
                if (!noticed.ask(whole.apply(with(message, field)))) {
                    harmless.add(message.getDescriptorForType().getName() + "." + field.getName());
                }
            } else if (set && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                List<?> parts = field.isRepeated()
                        ? (List<?>) message.getField(field)
                        : List.of(message.getField(field));
                for (int i = 0; i < parts.size(); i++) {
                    int at = i;
                    within((Message) parts.get(i), part -> whole.apply(field.isRepeated()
                            ? message.toBuilder().setRepeatedField(field, at, part).build()
                            : message.toBuilder().setField(field, part).build()), noticed);
                }
            }
        }
    }

    private void within(Message part, UnaryOperator<Message> whole, Noticed noticed)
            throws InvalidProtocolBufferException {
        if (!(part instanceof Any any)) {
            String type = part.getDescriptorForType().getFullName();
            if (!type.startsWith("google.protobuf")) {
                walk(part, whole, noticed);
            }
            return;
        }
        for (Class<? extends Message> type : FullResources.PACKED) {
            if (any.is(type)) {
                walk(any.unpack(type), inner -> whole.apply(Any.pack(inner)), noticed);
                return;
            }
        }
        throw new AssertionError("not looked into: " + any.getTypeUrl());
    }

    private static Message with(Message message, FieldDescriptor field) {
        Message.Builder builder = message.toBuilder();
        Object value = value(builder, field);
        return (field.isRepeated() ? builder.addRepeatedField(field, value) : builder.setField(field, value)).build();
    }

    private static Object value(Message.Builder builder, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> 7;
            case LONG -> 7L;
            case FLOAT -> 7f;
            case DOUBLE -> 7d;
            case BOOLEAN -> true;
            case STRING -> "x";
            case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8("x");
            case ENUM -> field.getEnumType().getValues().get(Math.min(1, field.getEnumType().getValues().size() - 1));
            case MESSAGE -> switch (field.getMessageType().getFullName()) {
                case "google.protobuf.BoolValue" -> BoolValue.of(true);
                case "google.protobuf.UInt32Value" -> UInt32Value.of(7);
                case "google.protobuf.UInt64Value" -> UInt64Value.of(7);
                case "google.protobuf.Duration" -> Duration.newBuilder().setSeconds(3).build();
                default -> builder.newBuilderForField(field).build();
            };
        };
    }
}
