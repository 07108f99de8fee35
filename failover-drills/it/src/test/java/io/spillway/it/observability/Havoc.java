package io.spillway.it.observability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Component;
import io.spillway.it.harness.EtcdLine;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;

/** What may happen to processes, registries and Services of a scene, one by one. */
final class Havoc {

    private static final List<String> OF_B = List.of("etcd", "idc-control", "registry-sync", "gateway-1", "gateway-2");

    private final Scene scene;
    private final Extras extras;
    private final RunningFleet fleet;

    Havoc(Scene scene, Extras extras) {
        this.scene = scene;
        this.extras = extras;
        this.fleet = scene.fleet();
    }

    Disaster gatewaysOfBKilled() {
        return Disaster.of("idc-b has no gateway", () -> {
            fleet.kill("idc-b/gateway-1");
            fleet.kill("idc-b/gateway-2");
        }, () -> {
            fleet.start("idc-b/gateway-1");
            fleet.start("idc-b/gateway-2");
        }, Alarm.of("NoGateway", "idc=idc-b"), Alarm.of("PathLost", "idc=idc-a", "peer=idc-b"),
                Alarm.of("PathPartlyLost", "idc=idc-a", "peer=idc-b"));
    }

    Disaster workloadsDie(String service, int many, Alarm... alarms) {
        List<Workload> dying = extras.of(service).subList(0, many);
        return Disaster.of(many + " of " + service + " die", () -> dying.forEach(Workload::die), () -> {
            for (Workload one : dying) {
                one.live();
            }
        }, alarms);
    }

    Disaster crowdFails() {
        List<Workload> failing = extras.of("crowd").subList(0, 6);
        return Disaster.of("6 of crowd answer 500", () -> failing.forEach(one -> one.answerWith(500)),
                () -> failing.forEach(one -> one.answerWith(200)),
                Alarm.of("EjectionsEnMasse", "idc=idc-a", "service=crowd"))
                .mayPage("SuccessBurnFast", "SuccessBurnMedium", "PanicRouting");
    }

    Disaster shakyIsSlow() {
        return Disaster.of("shaky is slow", () -> scene.shaky().takeMillis(800), () -> scene.shaky().takeMillis(0),
                burns("Latency"));
    }

    Disaster shakyFails() {
        return Disaster.of("shaky fails", () -> scene.shaky().answerWith(500), () -> scene.shaky().answerWith(200),
                burns("Success"));
    }

    private static Alarm[] burns(String budget) {
        return Stream.of("Fast", "Medium", "Slow")
                .map(speed -> Alarm.of(budget + "Burn" + speed, "idc=idc-a", "service=shaky")).toArray(Alarm[]::new);
    }

    Disaster controlPlaneOfBKilledAndAGatewayOnAnEmptyDisk() {
        return Disaster.of("idc-b has no control plane, and a gateway starts on an empty disk", () -> {
            fleet.kill("idc-b/idc-control");
            fleet.kill("idc-b/gateway-1");
            empty(fleet.data("idc-b", "gateway-1"));
            fleet.startAlone("idc-b/gateway-1");
        }, () -> {
            fleet.start("idc-b/idc-control");
            fleet.start("idc-b/gateway-1");
        }, Alarm.of("NoControlNode", "idc=idc-b"), Alarm.of("ControlNodeAway", "idc=idc-b"),
                Alarm.of("LastKnownGood", "idc=idc-b"), Alarm.of("PeerStale", "idc=idc-a", "peer=idc-b"),
                Alarm.of("ImportsStale", "idc=idc-a", "peer=idc-b"), Alarm.of("NobodyLeads", "idc=idc-b"),
                Alarm.of("NoRoutes", "idc=idc-b", "node=gateway-1"));
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).filter(file -> !file.equals(folder)).toList()) {
                Files.delete(file);
            }
        }
    }

    Disaster ordersOfADies() {
        return Disaster.of("orders of idc-a dies", () -> fleet.orders("idc-a").forEach(Workload::die), () -> {
            for (Workload orders : fleet.orders("idc-a")) {
                orders.live();
            }
        }, Alarm.of("FailoverActive", "service=orders", "from_idc=idc-a", "target_idc=idc-b"));
    }

    Disaster aGatewayStandsStill() {
        return Disaster.of("gateway-2 stands still", () -> {
            fleet.process("idc-a/gateway-2").suspend();
            extras.touch();
        }, () -> fleet.process("idc-a/gateway-2").resume(), Alarm.of("GatewayAway", "idc=idc-a", "node=gateway-2"),
                Alarm.of("Stragglers", "idc=idc-a"));
    }

    /** It stands still until somebody waits for it, and then goes on. */
    Disaster aGatewayAnswersLate() {
        return Disaster.of("gateway-2 answers late", () -> {
            Component gateway = fleet.process("idc-a/gateway-2");
            gateway.suspend();
            try {
                extras.touch();
                Awaitility.await("somebody waits for gateway-2").atMost(Alarms.SOON)
                        .until(() -> !scene.watch().now("spillway_control_stragglers > 0").isEmpty());
            } finally {
                gateway.resume();
            }
        }, () -> {}, Alarm.of("PushSlow", "idc=idc-a"));
    }

    Disaster aFolderShrinks() {
        return Disaster.of("a folder shrinks", () -> extras.entries(1, true),
                () -> extras.entries(Extras.ENTRIES, false),
                Alarm.of("SourceHeld", "idc=idc-a", "source=vms"),
                Alarm.of("SourceProblems", "idc=idc-a", "source=vms"));
    }

    Disaster aControlNodeStartsWithoutItsEtcd() {
        return Disaster.of("a control node starts without its etcd", () -> {
            fleet.kill("idc-b/etcd");
            fleet.kill("idc-b/idc-control");
            fleet.startAlone("idc-b/idc-control");
        }, () -> {
            fleet.start("idc-b/etcd");
            fleet.start("idc-b/idc-control");
        }, Alarm.of("ControlNotReady", "idc=idc-b"), Alarm.of("RegistryLost", "idc=idc-b"))
                .mayPage("NobodyLeads", "NoControlNode", "ControlBehind");
    }

    Disaster etcdDoesNotAnswerOneControlNode() {
        EtcdLine line = fleet.line();
        return Disaster.of("etcd does not answer control-2", () -> {
            line.strike(List.of(), EtcdLine.Fate.LOST);
            extras.touch();
        }, () -> {
            fleet.kill("idc-a/idc-control-2");
            line.heal();
            fleet.start("idc-a/idc-control-2");
        }, Alarm.of("ControlBehind", "idc=idc-a", "node=control-2")).mayPage("RegistryLost");
    }

    Disaster strangersAtTheCrossing() {
        InetSocketAddress entrance = fleet.user("idc-a").entrance();
        List<Strangers> here = new ArrayList<>();
        return Disaster.of("strangers at the crossing listener",
                () -> here.add(Strangers.at(new InetSocketAddress(entrance.getAddress(), entrance.getPort() + 1))),
                () -> here.forEach(Strangers::close), Alarm.of("HandshakesFail", "idc=idc-a"));
    }

    Disaster ordersVanishesFromB() {
        return Disaster.of("orders vanishes from idc-b", () -> {
            for (Workload orders : fleet.orders("idc-b")) {
                fleet.api("idc-b").delete("workloads/" + orders.name());
            }
        }, () -> {
            for (Workload orders : fleet.orders("idc-b")) {
                orders.register("UP");
            }
        }, Alarm.of("UpdateHeld", "idc=idc-a", "peer=idc-b", "reason=empties_service"));
    }

    Disaster aGatewayStartsAgainAndAgain() {
        return Disaster.of("a gateway starts again and again", () -> {
            for (int time = 0; time < 3; time++) {
                fleet.kill("idc-a/gateway-2");
                fleet.start("idc-a/gateway-2");
            }
        }, () -> {}, Alarm.of("CrashLoop", "idc=idc-a", "node=gateway-2"));
    }

    Disaster idcBIsGone() {
        return Disaster.of("idc-b is gone", () -> {
            for (String process : OF_B) {
                fleet.kill("idc-b/" + process);
            }
        }, () -> {
            for (String process : OF_B) {
                fleet.start("idc-b/" + process);
            }
        }, Alarm.of("IdcAway", "idc=idc-b")).mayPage("PathLost", "NoGateway", "NoControlNode");
    }
}
