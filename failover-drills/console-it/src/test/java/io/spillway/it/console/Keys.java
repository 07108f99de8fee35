package io.spillway.it.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Hands on a keyboard, without a mouse. */
final class Keys {

    /** So many stops of the tabulator are more than any page has. */
    private static final int MOST = 120;

    private final Page page;

    Keys(Page page) {
        this.page = page;
    }

    /** Goes to an element by the tabulator; fails when it cannot be reached so. */
    Keys to(Locator element) {
        element.waitFor();
        for (int presses = 0; presses < MOST; presses++) {
            if (Boolean.TRUE.equals(element.evaluate("element => element === document.activeElement"))) {
                return this;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError(element + " is not reached by " + MOST + " times Tab");
    }

    Keys type(String text) {
        page.keyboard().type(text);
        return this;
    }

    Keys press(String key) {
        page.keyboard().press(key);
        return this;
    }
}
