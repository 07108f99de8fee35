package io.spillway.drill.fleet;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One process before it runs.
 *
 * @param name
 *            unique in the fleet, for example {@code idc-a/gateway-1}
 * @param idc
 *            where it stands
 * @param role
 *            what it does
 * @param service
 *            the service that it is an instance of, null for other roles
 * @param command
 *            what is executed
 * @param log
 *            where its output goes, appended
 * @param ready
 *            answers 200 when the process does its work
 */
public record ComponentPlan(String name, String idc, Role role, @Nullable String service, List<String> command,
        Path log, URI ready) {

    /** Copies the list. */
    public ComponentPlan {
        command = List.copyOf(command);
    }
}
