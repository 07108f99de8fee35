package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/** What a TrafficShift is about. Of several that apply, the narrower wins: service, then drGroup, then idc. */
public sealed interface ShiftScope {

    /** Returns the name of the resource that is shifted. */
    String name();

    /** Returns the scope as a path: "drgroup/NAME", "service/NAME" or "idc/NAME". */
    String path();

    /** Returns the name that a TrafficShift of this scope has: the path with '.' for '/'. */
    default String resourceName() {
        return path().replace('/', '.');
    }

    /** All Services of a DrGroup. */
    record DrGroupScope(String name) implements ShiftScope {

        @Override
        public String path() {
            return "drgroup/" + name;
        }
    }

    /** One Service. */
    record ServiceScope(String name) implements ShiftScope {

        @Override
        public String path() {
            return "service/" + name;
        }
    }

    /** All Services of an IDC. */
    record IdcScope(String name) implements ShiftScope {

        @Override
        public String path() {
            return "idc/" + name;
        }
    }

    /** Returns the scope with that path, or null when it is not one. */
    static @Nullable ShiftScope ofPath(String path) {
        int slash = path.indexOf('/');
        if (slash < 0 || slash == path.length() - 1) {
            return null;
        }
        String name = path.substring(slash + 1);
        return switch (path.substring(0, slash)) {
            case "drgroup" -> new DrGroupScope(name);
            case "service" -> new ServiceScope(name);
            case "idc" -> new IdcScope(name);
            default -> null;
        };
    }

    /** Returns the scope of the TrafficShift with that resource name, or null when it is not one. */
    static @Nullable ShiftScope ofResourceName(String resourceName) {
        int dot = resourceName.indexOf('.');
        return dot < 0 ? null : ofPath(resourceName.substring(0, dot) + "/" + resourceName.substring(dot + 1));
    }
}
