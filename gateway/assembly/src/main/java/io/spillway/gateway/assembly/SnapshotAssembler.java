package io.spillway.gateway.assembly;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.spillway.gateway.assembly.ClusterSettings.Assignment;
import io.spillway.gateway.assembly.ListenerReader.ListenerRoutes;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.wire.xds.XdsNames;

import static java.util.Objects.requireNonNull;

/**
 * Keeps the xDS resources of one gateway in the form that decisions need, and puts them together to a
 * {@link RoutingSnapshot}. Each resource is validated alone: a bad one changes nothing and its siblings apply. What did not
 * change between two snapshots is the same object in both.
 *
 * <p>References between resources are not validated, as xDS has it: a route may name a cluster that is not there (see
 * {@link RoutingSnapshot#danglingRoutes()}), a cluster whose endpoints have not come has no priorities.
 *
 * <p>Belongs to one thread; the snapshots are for all.
 */
public final class SnapshotAssembler {
    private final String idc;
    /** Whether a cluster is left out until its endpoints have come. */
    private final boolean wholeOnly;
    /** Run between the bites of a large resource, so that who serves meanwhile gets the processor. */
    private final Runnable breath;
    private final Map<String, ClusterSettings> clusters = new HashMap<>();
    private final Map<String, Assignment> assignments = new HashMap<>();
    private final Map<String, RouteTable> routes = new HashMap<>();
    private final Map<String, RoutesReader> routeReaders = new HashMap<>();
    private final Map<String, ListenerRoutes> listeners = new HashMap<>();
    private final Map<String, RouteTable> tcp = new HashMap<>();

    /** The tables of the last snapshot. */
    private final Map<ListenerRole, RouteTable> served = new EnumMap<>(ListenerRole.class);

    private final Map<String, XdsCluster> assembled = new HashMap<>();
    /** Clusters to put together again. */
    private final Set<String> dirty = new HashSet<>();
    /** The clusters that use the endpoints of that name. */
    private final Map<String, Set<String>> users = new HashMap<>();

    /** Creates an assembler for a gateway of that IDC, without resources. */
    public SnapshotAssembler(String idc) {
        this(idc, false, () -> {});
    }

    private SnapshotAssembler(String idc, boolean wholeOnly, Runnable breath) {
        this.idc = requireNonNull(idc, "idc");
        this.wholeOnly = wholeOnly;
        this.breath = requireNonNull(breath, "breath");
    }

    /** Returns an assembler that runs {@code breath} again and again while it reads a large resource. */
    public static SnapshotAssembler breathing(String idc, Runnable breath) {
        return new SnapshotAssembler(idc, false, breath);
    }

    /**
     * Returns an assembler that leaves a cluster out of its snapshots until its endpoints have come: for a gateway whose
     * requests wait for clusters. It breathes too, see {@link #breathing}.
     */
    public static SnapshotAssembler ofWholeClusters(String idc, Runnable breath) {
        return new SnapshotAssembler(idc, true, breath);
    }

    /** Takes a packed resource; see {@link #put(Message)}. */
    public Validation put(Any resource) {
        try {
            return switch (resource.getTypeUrl()) {
                case XdsNames.TYPE_CLUSTER -> put(resource.unpack(Cluster.class));
                case XdsNames.TYPE_ENDPOINT -> put(resource.unpack(ClusterLoadAssignment.class));
                case XdsNames.TYPE_ROUTE -> putRoutes(RoutesReader.nameOf(resource.getValue()), resource.getValue());
                case XdsNames.TYPE_LISTENER -> put(resource.unpack(Listener.class));
                default -> new Validation.Invalid("", "type " + resource.getTypeUrl() + " is not supported");
            };
        } catch (InvalidProtocolBufferException e) {
            return new Validation.Invalid("",
                    "bytes of " + resource.getTypeUrl() + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Takes a Cluster, ClusterLoadAssignment, RouteConfiguration or Listener, in place of the one with the same name. When it
     * is invalid the one before stays.
     */
    public Validation put(Message resource) {
        return switch (resource) {
            case Cluster cluster -> accept(cluster.getName(), cluster, ClusterReader::read, this::keep);
            case ClusterLoadAssignment assignment ->
                accept(assignment.getClusterName(), assignment, EndpointsReader::read,
                        this::keep);
            case RouteConfiguration configuration -> putRoutes(configuration.getName(), configuration.toByteString());
            case Listener listener when TcpListenerReader.takes(listener) ->
                accept(listener.getName(), listener, TcpListenerReader::read,
                        table -> keepTcp(listener.getName(), table));
            case Listener listener -> accept(listener.getName(), listener, ListenerReader::read,
                    read -> listeners.put(listener.getName(), read));
            default -> new Validation.Invalid("",
                    "type " + resource.getDescriptorForType().getFullName() + " is not supported");
        };
    }

    /**
     * Takes the bytes of a RouteConfiguration of that name, in place of the one with the same name; see
     * {@link #put(Message)}. Nothing but what changed is read.
     */
    public Validation putRoutes(String name, ByteString body) {
        RouteTable table;
        try {
            table = routeReaders.computeIfAbsent(name, _ -> new RoutesReader(breath)).read(name, body);
        } catch (InvalidProtocolBufferException e) {
            return new Validation.Invalid(name, "cannot be read: " + e.getMessage());
        } catch (Refusal | IllegalArgumentException e) {
            return new Validation.Invalid(name, String.valueOf(e.getMessage()));
        }
        keep(name, table);
        return new Validation.Valid(name);
    }

    private void keepTcp(String name, RouteTable table) {
        RouteTable before = tcp.get(name);
        if (before == null || !before.hosts().equals(table.hosts())) {
            tcp.put(name, table);
        }
    }

    private static <M extends Message, T> Validation accept(String name, M message, Function<M, T> reader,
            Consumer<T> keeper) {
        T read;
        try {
            read = reader.apply(message);
        } catch (Refusal | IllegalArgumentException e) {
            // The records of the snapshot refuse impossible values themselves, by IllegalArgumentException.
            return new Validation.Invalid(name, String.valueOf(e.getMessage()));
        }
        keeper.accept(read);
        return new Validation.Valid(name);
    }

    private void keep(ClusterSettings settings) {
        ClusterSettings before = clusters.put(settings.name(), settings);
        if (settings.equals(before)) {
            return;
        }
        dirty.add(settings.name());
        users.computeIfAbsent(settings.endpointsName(), _ -> new HashSet<>()).add(settings.name());
        if (before != null && !before.endpointsName().equals(settings.endpointsName())) {
            release(before);
        }
    }

    private void keep(Assignment assignment) {
        if (!assignment.equals(assignments.put(assignment.name(), assignment))) {
            dirty.addAll(users.getOrDefault(assignment.name(), Set.of()));
        }
    }

    private void keep(String name, RouteTable table) {
        RouteTable before = routes.get(name);
        if (before == null || !before.hosts().equals(table.hosts())) {
            routes.put(name, table);
        }
    }

    /**
     * Forgets a resource. With a cluster its endpoints are forgotten too, unless another cluster uses them: xDS says nothing
     * more about them.
     */
    public void remove(String typeUrl, String name) {
        switch (typeUrl) {
            case XdsNames.TYPE_CLUSTER -> removeCluster(name);
            case XdsNames.TYPE_ENDPOINT -> removeAssignment(name);
            case XdsNames.TYPE_ROUTE -> {
                routes.remove(name);
                routeReaders.remove(name);
            }
            case XdsNames.TYPE_LISTENER -> {
                listeners.remove(name);
                tcp.remove(name);
            }
            default -> {
                /* Nothing of that type was ever kept. */ }
        }
    }

    private void removeCluster(String name) {
        ClusterSettings removed = clusters.remove(name);
        assembled.remove(name);
        dirty.remove(name);
        if (removed != null) {
            release(removed);
        }
    }

    /** Forgets the endpoints that the cluster used when no other cluster does. */
    private void release(ClusterSettings settings) {
        Set<String> others = users.get(settings.endpointsName());
        if (others != null && others.remove(settings.name()) && others.isEmpty()) {
            users.remove(settings.endpointsName());
            assignments.remove(settings.endpointsName());
        }
    }

    private void removeAssignment(String name) {
        if (assignments.remove(name) != null) {
            dirty.addAll(users.getOrDefault(name, Set.of()));
        }
    }

    /** Returns the names of the ClusterLoadAssignments that the clusters need. */
    public Set<String> endpointNames() {
        return Set.copyOf(users.keySet());
    }

    /** Returns the names of the RouteConfigurations that the listeners need. */
    public Set<String> routeNames() {
        Set<String> names = new LinkedHashSet<>();
        listeners.values().stream().filter(listener -> listener.inline() == null)
                .forEach(listener -> names.add(listener.routesName()));
        return names;
    }

    /**
     * Returns a snapshot of all that was put and not removed.
     *
     * @param versions for each type URL the version that the control plane gave
     */
    public RoutingSnapshot assemble(Map<String, String> versions) {
        for (String name : dirty) {
            ClusterSettings settings = clusters.get(name);
            if (settings != null) {
                Assignment endpoints = assignments.get(settings.endpointsName());
                if (endpoints == null && wholeOnly) {
                    assembled.remove(name);
                } else {
                    assembled.put(name, settings.with(endpoints));
                }
            }
        }
        dirty.clear();
        Map<ListenerRole, RouteTable> tables = new EnumMap<>(ListenerRole.class);
        for (ListenerRoutes listener : listeners.values()) {
            RouteTable table = listener.inline() != null ? listener.inline() : routes.get(listener.routesName());
            if (table != null) {
                tables.put(listener.role(), serving(listener, table));
            }
        }
        return new RoutingSnapshot(idc, tables, tcp, assembled, versions);
    }

    private RouteTable serving(ListenerRoutes listener, RouteTable table) {
        RouteTable before = served.get(listener.role());
        RouteTable now = (before != null && before.sharesRoutesWith(table) ? before : table).with(listener.paths())
                .with(listener.callers());
        served.put(listener.role(), now);
        return now;
    }
}
