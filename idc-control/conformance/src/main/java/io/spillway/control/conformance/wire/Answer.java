package io.spillway.control.conformance.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.control.conformance.subject.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * A response of either variant.
 *
 * @param number  how many responses the stream had brought when it came
 * @param version {@code version_info}, or {@code system_version_info}
 * @param removed names in {@code removed_resources}; none in state of the world
 */
public record Answer(long number, String typeUrl, String nonce, String version, List<Item> items,
        List<String> removed) {

    private static final int SHOWN = 8;

    /**
     * A resource in a response.
     *
     * @param name    the name that the response gives it; in state of the world that of the resource itself
     * @param version its own version; empty in state of the world
     * @param typeUrl that of the resource
     * @param label   which content it is; empty when the resource is of no kind that the suite knows
     * @param life    how it is to end, null: it stays
     */
    public record Item(String name, String version, String typeUrl, String label, @Nullable Life life) {

        /** Returns whether it only says that what was sent before lives on. */
        public boolean heartbeat() {
            return life != null && !life.body();
        }

        @Override
        public String toString() {
            return name + "=" + label + (version.isEmpty() ? "" : "@" + version);
        }
    }

    /**
     * How a resource ends.
     *
     * @param ttl  so long after it came
     * @param body whether the resource came with it
     */
    public record Life(Duration ttl, boolean body) {}

    static Answer of(long number, DiscoveryResponse response) {
        List<Item> items = new ArrayList<>();
        for (Any any : response.getResourcesList()) {
            ResourceKind.Content content = content(any);
            Resource wrapped = wrapped(any);
            items.add(wrapped != null
                    ? item(wrapped, response.getTypeUrl())
                    : new Item(content.name(), "", any.getTypeUrl(), content.label(), null));
        }
        return new Answer(number, response.getTypeUrl(), response.getNonce(), response.getVersionInfo(),
                List.copyOf(items),
                List.of());
    }

    static Answer of(long number, DeltaDiscoveryResponse response) {
        List<Item> items = new ArrayList<>();
        for (Resource resource : response.getResourcesList()) {
            items.add(item(resource, response.getTypeUrl()));
        }
        return new Answer(number, response.getTypeUrl(), response.getNonce(), response.getSystemVersionInfo(),
                List.copyOf(items), List.copyOf(response.getRemovedResourcesList()));
    }

    /** Returns the item of that name, the last one when there are more. */
    public Optional<Item> item(String name) {
        return items.stream().filter(item -> item.name().equals(name)).reduce((_, last) -> last);
    }

    /** Returns whether there is an item of that name. */
    public boolean has(String name) {
        return item(name).isPresent();
    }

    /** Returns the names that are in it more than once. */
    public List<String> twice() {
        return items.stream().collect(Collectors.groupingBy(Item::name, Collectors.counting())).entrySet().stream()
                .filter(entry -> entry.getValue() > 1).map(java.util.Map.Entry::getKey).sorted().toList();
    }

    @Override
    public String toString() {
        String shown = items.stream().limit(SHOWN).map(Item::toString).collect(Collectors.joining(", "));
        return "%s nonce=%s version=%s %d resources [%s%s]%s".formatted(shortType(typeUrl), nonce, version,
                items.size(), shown, items.size() > SHOWN ? ", ..." : "",
                removed.isEmpty() ? "" : " removed=" + removed);
    }

    static String shortType(String typeUrl) {
        return typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
    }

    private static Item item(Resource resource, String typeUrl) {
        Any any = resource.getResource();
        boolean body = resource.hasResource();
        Life life = resource.hasTtl()
                ? new Life(Duration.ofSeconds(resource.getTtl().getSeconds(), resource.getTtl().getNanos()), body)
                : null;
        return new Item(resource.getName(), resource.getVersion(), body ? any.getTypeUrl() : typeUrl,
                content(any).label(), life);
    }

    private static @Nullable Resource wrapped(Any any) {
        try {
            return any.is(Resource.class) ? any.unpack(Resource.class) : null;
        } catch (InvalidProtocolBufferException malformed) {
            return null;
        }
    }

    private static ResourceKind.Content content(Any any) {
        ResourceKind.Content nothing = new ResourceKind.Content("", "");
        try {
            Optional<ResourceKind> kind = ResourceKind.of(any.getTypeUrl());
            return kind.isPresent() ? kind.get().read(any) : nothing;
        } catch (InvalidProtocolBufferException malformed) {
            return nothing;
        }
    }
}
