package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;

/** One thing that can be wrong with an IDC. Pure. */
public sealed interface Rule
        permits ChecksNotBelieved, NotBuilt, RouteToNowhere, UnservedService, SelectorWithoutMatch, DanglingReference,
        HostTakenTwice, SilentWorkload, ShiftExpiry, MissingImport, UnreadableRecord, RegistryNotBelieved, NotReady,
        RegistryAway, SilentPeer, HeldUpdate, DataPlaneDiffers, Straggler, LateDrain, CertificateExpiry, DiskSpace,
        ShownCertificateExpiry, ClockApart, AuditChainBroken, AuditOwed, AuditNotExtended, LostShift, UnfinishedImport,
        AutomaticNotArmed, AutomaticSelfCheck, DataPlaneQuarantined, SwitchOverExpired {

    /** Adds what is found. */
    void inspect(Inspected idc, Findings findings);
}
