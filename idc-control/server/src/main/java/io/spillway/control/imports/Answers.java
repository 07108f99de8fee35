package io.spillway.control.imports;

import java.util.List;

import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.ImportAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a registry-sync, and who watches, what guards made of its batch. Safe for all threads. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final ImportObserver observer;

    Answers(ImportObserver observer) {
        this.observer = observer;
    }

    void tell(String peer, ImportWriter.Outcome outcome, ImportAnswer.Builder answer) {
        for (String service : outcome.confirmed()) {
            LOG.warn("held update of {}: {}: released: the origin has said the same for long enough, and again when it "
                    + "was asked", peer, service.isEmpty() ? "its list of services" : service);
            observer.confirmed(peer, service);
        }
        for (ImportGuard.HeldUpdate held : outcome.held()) {
            boolean fresh = outcome.fresh().contains(held.service());
            if (fresh) {
                LOG.warn("held update of {}: {} {}: {}", peer, held.service(), held.guard(), held.detail());
                observer.held(peer, held.service(), held.guard(), held.detail());
            }
            answer.addHeld(Held.newBuilder().setPeer(peer).setService(held.service()).setGuard(held.guard())
                    .setDetail(held.detail()).setAgain(!fresh)
                    .addAllAsk(outcome.asks().getOrDefault(held.service(), List.of())));
        }
        answer.addAllRefused(outcome.refused());
    }
}
