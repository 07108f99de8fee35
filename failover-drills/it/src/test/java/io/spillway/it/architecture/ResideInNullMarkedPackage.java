package io.spillway.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.jspecify.annotations.NullMarked;

/** Is met by a class whose package carries {@link NullMarked}. */
final class ResideInNullMarkedPackage extends ArchCondition<JavaClass> {

    ResideInNullMarkedPackage() {
        super("reside in a package that is @NullMarked");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        boolean marked = item.getPackage().tryGetPackageInfo().map(p -> p.isAnnotatedWith(NullMarked.class.getName()))
                .orElse(false);
        events.add(new SimpleConditionEvent(item, marked,
                item.getName() + ": package-info of " + item.getPackageName() + " lacks @NullMarked"));
    }
}
