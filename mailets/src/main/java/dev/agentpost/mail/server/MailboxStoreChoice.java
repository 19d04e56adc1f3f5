package dev.agentpost.mail.server;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import java.util.Locale;
import java.util.Optional;

/** Which mailbox store this server has. There are two while they are compared; mail is in one of them. */
enum MailboxStoreChoice {
    OWN {
        @Override
        Module module(long quotaBytes) {
            return Modules.combine(new MailboxStoreModule(quotaBytes), new DeliveryModule());
        }
    },
    STOCK {
        @Override
        Module module(long quotaBytes) {
            return Modules.combine(new StockMailboxStoreModule(quotaBytes), new LedgerDeliveryModule());
        }
    };

    /** Of the environment; the system property {@code mailbox.store} says the same. */
    static final String SETTING = "MAILBOX_STORE";

    /** The store, and the way of mail into it. */
    abstract Module module(long quotaBytes);

    static MailboxStoreChoice ofThisProcess() {
        return parse(Optional.ofNullable(System.getProperty("mailbox.store"))
                .or(() -> Optional.ofNullable(System.getenv(SETTING))));
    }

    static MailboxStoreChoice parse(Optional<String> value) {
        return switch (value.orElse("own").toLowerCase(Locale.ROOT)) {
            case "own" -> OWN;
            case "stock" -> STOCK;
            default -> throw new StartFailure(SETTING + "=" + value.get() + ": own or stock is expected");
        };
    }
}
