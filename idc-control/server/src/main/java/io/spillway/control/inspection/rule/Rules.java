package io.spillway.control.inspection.rule;

import java.util.List;
import java.util.stream.Stream;

/** All rules, in one list. */
public final class Rules {

    /** Those that need no more than what stands in the registry. */
    public static final List<Rule> OF_REGISTERED = List.of(new RouteToNowhere(), new UnservedService(),
            new SelectorWithoutMatch(), new DanglingReference(), new HostTakenTwice(), new SilentWorkload(),
            new ShiftExpiry(), new MissingImport(), new UnreadableRecord(), new RegistryNotBelieved(),
            new LostShift(), new UnfinishedImport(), new SwitchOverExpired(), new DataPlaneQuarantined(),
            new AuditNotExtended());

    private static final List<Rule> OF_SERVING = List.of(new NotReady(), new RegistryAway(), new SilentPeer(),
            new HeldUpdate(), new DataPlaneDiffers(), new Straggler(), new LateDrain(), new CertificateExpiry(),
            new DiskSpace(), new ShownCertificateExpiry(), new ClockApart(), new ChecksNotBelieved(), new NotBuilt(),
            new AuditChainBroken(), new AuditOwed(), new AutomaticNotArmed(),
            new AutomaticSelfCheck());

    /** Every rule. */
    public static final List<Rule> ALL = Stream.concat(OF_REGISTERED.stream(), OF_SERVING.stream()).toList();

    private Rules() {}
}
