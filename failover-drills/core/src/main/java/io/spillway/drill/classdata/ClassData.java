package io.spillway.drill.classdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Role;

/**
 * The ahead-of-time caches (JEP 483, 514) of one installation and one JDK: a file per role, in a folder whose name says what
 * they were made from, so that new jars never meet old caches. A JVM that cannot use one starts without it.
 *
 * @param folder
 *            where the files lie, or would
 */
public record ClassData(Path folder) {

    /** The roles that are Java processes, with the class path that each has. */
    private static final Map<Role, String> LAUNCHES = new EnumMap<>(Map.of(Role.CONTROL, "idc-control", Role.SYNC,
            "registry-sync", Role.SERVICE, "drill", Role.GATEWAY, "gateway"));
    private static final String QUIET = "-Xlog:aot*=off,cds*=off";

    /**
     * Returns the class data of an installation, kept in the tools folder of the environment; nothing where there is no
     * installation or no such folder, or where SPILLWAY_CLASS_DATA is {@code never}.
     */
    public static Optional<ClassData> find(Home home, Map<String, String> environment) throws IOException {
        String tools = environment.getOrDefault("SPILLWAY_TOOLS_DIR", "");
        if (tools.isEmpty() || "never".equals(environment.get("SPILLWAY_CLASS_DATA"))
                || !Files.isDirectory(home.root().resolve("lib"))) {
            return Optional.empty();
        }
        return Optional.of(new ClassData(Path.of(tools, "class-data", madeFrom(home))));
    }

    /** Returns the roles that have class data. */
    public static Iterable<Role> roles() {
        return LAUNCHES.keySet();
    }

    /** Returns whether it is there. */
    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /** Returns the JVM flags of each role, with those that use its class data. */
    public Map<Role, List<String>> using(Map<Role, List<String>> jvm) {
        return with(jvm, role -> "-XX:AOTCache=" + file(folder, role));
    }

    /** Returns the JVM flags of each role, with those that write class data at an orderly end, {@link #recorded}. */
    static Map<Role, List<String>> recording(Map<Role, List<String>> jvm, Path into) {
        return with(jvm, role -> "-XX:AOTCacheOutput=" + into.resolve(role.word()) + "-%p.aot");
    }

    /** Returns what the process of that id has recorded. */
    static Path recorded(Path into, Role role, long pid) {
        return into.resolve(role.word() + "-pid" + pid + ".aot");
    }

    /** Returns the file of a role in a folder of class data. */
    static Path file(Path folder, Role role) {
        return folder.resolve(role.word() + ".aot");
    }

    private static Map<Role, List<String>> with(Map<Role, List<String>> jvm,
            java.util.function.Function<Role, String> flag) {
        Map<Role, List<String>> all = new EnumMap<>(Role.class);
        all.putAll(jvm);
        for (Role role : LAUNCHES.keySet()) {
            List<String> flags = new ArrayList<>(List.of(flag.apply(role), QUIET));
            flags.addAll(jvm.getOrDefault(role, List.of()));
            all.put(role, List.copyOf(flags));
        }
        return all;
    }

    private static String madeFrom(Home home) throws IOException {
        TreeSet<String> parts = new TreeSet<>();
        parts.add(System.getProperty("java.vm.version", "") + " " + System.getProperty("java.home", ""));
        for (String launch : new TreeSet<>(LAUNCHES.values())) {
            for (String jar : home.classPath(launch).split(":", -1)) {
                Path file = Path.of(jar);
                parts.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
            }
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
