package io.spillway.drill.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What users do and where they find the entrances.
 *
 * @param groups
 *            the users
 * @param entrances
 *            the entrance addresses of each IDC, in the order in which IDCs are tried after the home
 * @param hosts
 *            the host name under which users know each service
 * @param connectTimeout
 *            how long a user waits for a connection before trying the next address
 * @param patience
 *            how long a user waits for the answer, from the intended send time
 * @param ramp
 *            how long the number of users grows evenly from nobody to all at the beginning
 * @param replay
 *            what is sent again beside them, null for nothing
 */
public record LoadPlan(List<UserGroup> groups, Map<String, List<InetSocketAddress>> entrances,
        Map<String, String> hosts, Duration connectTimeout, Duration patience, Duration ramp,
        @Nullable ReplayedLog replay) {

    /** Creates one in which nothing is sent again. */
    public LoadPlan(List<UserGroup> groups, Map<String, List<InetSocketAddress>> entrances, Map<String, String> hosts,
            Duration connectTimeout, Duration patience, Duration ramp) {
        this(groups, entrances, hosts, connectTimeout, patience, ramp, null);
    }

    /** Copies the collections and keeps their order. */
    public LoadPlan {
        groups = List.copyOf(groups);
        entrances = new LinkedHashMap<>(entrances);
        hosts = Map.copyOf(hosts);
        for (UserGroup group : groups) {
            if (!entrances.containsKey(group.home())) {
                throw new IllegalArgumentException(
                        "users " + group.name() + " have home " + group.home() + ", expected one of "
                                + entrances.keySet());
            }
        }
    }

    /** Returns the host names under which a group's users know what they ask for. */
    String[] hostsOf(UserGroup group) {
        return group.services().stream().map(service -> hosts.getOrDefault(service, service)).toArray(String[]::new);
    }
}
