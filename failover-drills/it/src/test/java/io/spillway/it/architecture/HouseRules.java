package io.spillway.it.architecture;

import java.util.List;

import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Every dependency rule of the design, one entry each. */
final class HouseRules {

    private static final String[] CORE = {"io.spillway.gateway.core..", "io.spillway.gateway.snapshot..",
            "io.spillway.gateway.route..", "io.spillway.gateway.unit..", "io.spillway.gateway.balance..",
            "io.spillway.gateway.failover..", "io.spillway.gateway.explain..",
            "io.spillway.gateway.limit..", "io.spillway.gateway.overload..", "io.spillway.gateway.caller.."};

    private static final String SAMPLES = "sample";

    private HouseRules() {}

    static List<HouseRule> all() {
        return List.of(modelUsesTheJdkOnly(), coreAddsTheModelOnly(), gatewayKeepsToItself(), controlKeepsToItself(),
                syncKeepsToItself(), nothingImportsDrills(), onlyControlTouchesTheRegistry(), protobufAndGrpc(),
                spring(),
                tokens(), jetcd(), micrometer(), netty(), cycles(), clocks(), names(), nullMarked());
    }

    private static HouseRule modelUsesTheJdkOnly() {
        return HouseRule.of("the model uses the JDK and JSpecify only",
                classes().that().resideInAPackage("io.spillway.model..").should().onlyDependOnClassesThat(
                        resideInAnyPackage("io.spillway.model..", "java..", "org.jspecify..")),
                "io.spillway.model." + SAMPLES + ".ModelThatLogs");
    }

    private static HouseRule coreAddsTheModelOnly() {
        return HouseRule.of("the gateway's core adds only the model",
                classes().that().resideInAnyPackage(CORE).should().onlyDependOnClassesThat(resideInAnyPackage(CORE)
                        .or(resideInAnyPackage("io.spillway.model..", "java..", "org.jspecify.."))),
                "io.spillway.gateway.route." + SAMPLES + ".RouteThatLogs");
    }

    private static HouseRule gatewayKeepsToItself() {
        return HouseRule.of("the gateway never imports control or sync",
                noClasses().that().resideInAPackage("io.spillway.gateway..").should().dependOnClassesThat(
                        resideInAnyPackage("io.spillway.control..", "io.spillway.ctl..", "io.spillway.sync..")),
                "io.spillway.gateway.xds." + SAMPLES + ".GatewayThatKnowsControl");
    }

    private static HouseRule controlKeepsToItself() {
        return HouseRule.of("control and ctl use of the gateway only its core and the assembly, and never sync",
                noClasses().that().resideInAnyPackage("io.spillway.control..", "io.spillway.ctl..")
                        .should().dependOnClassesThat(resideInAPackage("io.spillway.sync..")
                                .or(resideInAPackage("io.spillway.gateway..").and(resideOutsideOfPackages(CORE))
                                        .and(resideOutsideOfPackages("io.spillway.gateway.assembly..")))),
                "io.spillway.control.state." + SAMPLES + ".ControlThatKnowsSync");
    }

    private static HouseRule syncKeepsToItself() {
        return HouseRule.of("sync never imports gateway or control",
                noClasses().that().resideInAPackage("io.spillway.sync..").should().dependOnClassesThat(
                        resideInAnyPackage("io.spillway.control..", "io.spillway.ctl..", "io.spillway.gateway..")),
                "io.spillway.sync." + SAMPLES + ".SyncThatKnowsControl");
    }

    private static HouseRule nothingImportsDrills() {
        return HouseRule.of("nothing imports the drills",
                noClasses().that().resideOutsideOfPackages("io.spillway.drill..", "io.spillway.it..")
                        .should().dependOnClassesThat(resideInAPackage("io.spillway.drill..")),
                "io.spillway.control.state." + SAMPLES + ".ControlThatKnowsDrills");
    }

    private static HouseRule onlyControlTouchesTheRegistry() {
        return HouseRule.of("only control touches the registry",
                noClasses().that().resideOutsideOfPackages("io.spillway.registry..", "io.spillway.control..",
                        "io.spillway.drill.bench.coldstart..", "io.spillway.drill.bench.health..",
                        "io.spillway.drill.bench.index..", "io.spillway.it..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("io.spillway.registry..")),
                "io.spillway.sync." + SAMPLES + ".SyncThatReadsTheRegistry");
    }

    private static HouseRule protobufAndGrpc() {
        return HouseRule.of("protobuf and gRPC stay where bytes are made",
                noClasses().that()
                        .resideOutsideOfPackages("io.spillway.wire..", "io.spillway.gateway.assembly..",
                                "io.spillway.gateway.xds..", "io.spillway.gateway.bench.xds..",
                                "io.spillway.control.ads..", "io.spillway.control.imports..",
                                "io.spillway.control.snapshot..", "io.spillway.control.load..",
                                "io.spillway.control.health..", "io.spillway.control.conformance..",
                                "io.spillway.control.peers.server..", "io.spillway.sync.peer..",
                                "io.spillway.drill.mock..", "io.spillway.drill.load..",
                                "io.spillway.drill.bench.push.xds..", "io.spillway.it..")
                        .should().dependOnClassesThat(
                                resideInAnyPackage("com.google.protobuf..", "io.grpc..", "io.envoyproxy..")),
                "io.spillway.control.state." + SAMPLES + ".StateThatSpeaksProtobuf");
    }

    private static HouseRule spring() {
        return HouseRule.of("Spring stays in the admin API and the entrance",
                noClasses().that()
                        .resideOutsideOfPackages("io.spillway.gateway.entrance..", "io.spillway.control.admin..",
                                "io.spillway.gateway.bench.spring..")
                        .should().dependOnClassesThat(resideInAnyPackage("org.springframework..", "reactor..")),
                "io.spillway.control.state." + SAMPLES + ".StateOnSpring");
    }

    private static HouseRule tokens() {
        return HouseRule.of("checking of issuers' tokens stays in control.admin.security",
                noClasses().that().resideOutsideOfPackage("io.spillway.control.admin.security..").should()
                        .dependOnClassesThat(
                                resideInAnyPackage("com.nimbusds..", "org.springframework.security..")),
                "io.spillway.control.admin." + SAMPLES + ".AdminThatChecksTokens");
    }

    private static HouseRule jetcd() {
        return HouseRule.of("jetcd stays in registry.etcd",
                noClasses().that().resideOutsideOfPackage("io.spillway.registry.etcd..").should()
                        .dependOnClassesThat(resideInAnyPackage("io.etcd..", "io.vertx..")),
                "io.spillway.control.state." + SAMPLES + ".StateOnJetcd");
    }

    private static HouseRule micrometer() {
        return HouseRule.of("Micrometer stays in metrics packages",
                noClasses().that().resideOutsideOfPackage("..metrics..").should()
                        .dependOnClassesThat(resideInAPackage("io.micrometer..")),
                "io.spillway.sync." + SAMPLES + ".SyncThatCounts");
    }

    private static HouseRule netty() {
        return HouseRule.of("Netty stays where sockets are",
                noClasses().that()
                        .resideOutsideOfPackages("io.spillway.gateway.proxy..", "io.spillway.gateway.xds..",
                                "io.spillway.gateway.bench.load..",
                                "io.spillway.control.ads..", "io.spillway.sync.peer..", "io.spillway.drill..",
                                "io.spillway.control.health..", "io.spillway.control.admin..",
                                "io.spillway.registry.etcd..", "io.spillway.it..")
                        .should().dependOnClassesThat(resideInAPackage("io.netty..")),
                "io.spillway.sync." + SAMPLES + ".SyncOnNetty");
    }

    private static HouseRule cycles() {
        return HouseRule.of("packages form no cycles",
                SlicesRuleDefinition.slices().matching("io.spillway.(**)").should().beFreeOfCycles(),
                "io.spillway.sync." + SAMPLES + ".Ring", "io.spillway.sync." + SAMPLES + ".ring.Link");
    }

    private static HouseRule clocks() {
        return HouseRule.of("time, randomness and sleep are parameters",
                noClasses().that().doNotHaveSimpleName("Main").and().doNotHaveSimpleName("Ticker").and()
                        .haveSimpleNameNotEndingWith("Main").should(new UseStaticClock()),
                "io.spillway.sync." + SAMPLES + ".SyncThatReadsTheClock");
    }

    private static HouseRule names() {
        return HouseRule.of("no class has a name that says nothing",
                noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Info|DTO|BO|Common|Base)"),
                "io.spillway.sync." + SAMPLES + ".SyncHelper");
    }

    private static HouseRule nullMarked() {
        return HouseRule.of("every package is null-marked",
                classes().that().areTopLevelClasses().and().resideOutsideOfPackage("io.spillway.wire.v1..")
                        .should(new ResideInNullMarkedPackage()),
                "io.spillway.sync." + SAMPLES + ".ring.Link");
    }
}
