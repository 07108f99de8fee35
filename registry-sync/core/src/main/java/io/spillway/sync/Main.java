package io.spillway.sync;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.spillway.model.document.Tree;
import io.spillway.model.time.Ticker;
import io.spillway.process.admin.AdminListener;
import io.spillway.process.admin.AdminPages;
import io.spillway.process.lifecycle.AddressesFile;
import io.spillway.process.lifecycle.Lifecycle;
import io.spillway.process.lifecycle.ProcessRun;
import io.spillway.process.metrics.Metrics;
import io.spillway.sync.metrics.SyncMetrics;
import io.spillway.sync.peer.SyncSettings;
import io.spillway.sync.peer.SyncSurroundings;
import io.spillway.sync.peer.Synchronizer;

/** {@code registry-sync --config FILE}: runs in the foreground until SIGTERM or Ctrl-C. */
public final class Main {

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(new ProcessRun<>("registry-sync", SyncConfig::read, Main::start)
                .run(List.of(args), System::getenv, System.err).number());
    }

    static void start(SyncConfig config, Tree tree, Lifecycle lifecycle) throws Exception {
        AddressesFile.remove(config.common().dataDir());
        Metrics metrics = Metrics.ofProcess();
        lifecycle.add("metrics", metrics);
        SyncMetrics syncMetrics = new SyncMetrics(metrics.registry(), config.peers().keySet(),
                InstantSource.system());
        Synchronizer synchronizer = Synchronizer.start(
                new SyncSettings(config.common().idc(), config.common().node(), config.control(), config.peers(),
                        config.lease()),
                new SyncSurroundings(Ticker.system(), InstantSource.system(), new Random(), syncMetrics));
        syncMetrics.watch(synchronizer::view);
        lifecycle.add("synchronizer", synchronizer);
        AdminListener admin = AdminListener.start(config.common().admin(),
                AdminPages.of(() -> SyncPage.notReady(synchronizer.view()), metrics::scrape, () -> tree).with("/sync",
                        () -> SyncPage.of(synchronizer.view(), InstantSource.system().instant())));
        lifecycle.add("admin", admin);
        AddressesFile.write(config.common().dataDir(), Map.of("admin", admin.address()));
    }
}
