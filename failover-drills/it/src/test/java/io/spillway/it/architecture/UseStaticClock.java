package io.spillway.it.architecture;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Is met by a class that calls, or refers to, a clock, a generator or a sleep which a test could not replace. */
final class UseStaticClock extends ArchCondition<JavaClass> {

    private static final Map<String, Set<String>> STATIC_SOURCES = Map.of( //
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"), //
            "java.lang.Thread", Set.of("sleep"), //
            "java.time.Instant", Set.of("now"), //
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone"), //
            "java.time.InstantSource", Set.of("system"), //
            "java.lang.Math", Set.of("random"), //
            "java.util.Random", Set.of("<init>"), //
            "java.util.SplittableRandom", Set.of("<init>"), //
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"));

    UseStaticClock() {
        super("use a static clock, random or sleep");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        Stream.of(item.getMethodCallsFromSelf(), item.getConstructorCallsFromSelf(), item.getMethodReferencesFromSelf(),
                item.getConstructorReferencesFromSelf()).flatMap(Set::stream)
                .forEach(access -> events.add(new SimpleConditionEvent(item, isStaticSource(access),
                        access.getDescription())));
    }

    private static boolean isStaticSource(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        if (owner.equals("java.util.Random") || owner.equals("java.util.SplittableRandom")) {
            // A seed makes it a parameter.
            return access.getName().equals("<init>") && access.getTarget().getRawParameterTypes().isEmpty();
        }
        return STATIC_SOURCES.getOrDefault(owner, Set.of()).contains(access.getName());
    }
}
