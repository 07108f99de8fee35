package io.spillway.drill.fleet;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import io.spillway.model.time.Ticker;

/** A launcher that a test kills: starts two processes that would live for an hour, and waits. */
public final class LauncherMain {

    private LauncherMain() {}

    /** Takes the run folder. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        Fleet fleet = new Fleet(List.of(sleeper(folder, "one"), sleeper(folder, "two")), folder, Ticker.system(),
                Pause.real());
        fleet.select(Selector.ALL).forEach(Component::start);
        Thread.sleep(3_600_000);
    }

    static ComponentPlan sleeper(Path folder, String name) {
        return new ComponentPlan("idc-a/" + name, "idc-a", Role.SERVICE, "orders", List.of("sleep", "3600"),
                folder.resolve(name + ".log"), URI.create("http://127.0.0.1:1/"));
    }
}
