package dev.agentpost.mail.server;

import com.google.inject.Module;
import java.util.Locale;
import java.util.Optional;

/** Which mailbox store this server has. There are two while they are compared; mail is in one of them. */
enum MailboxStoreChoice {
    OWN {
        @Override
        Module module(long quotaBytes) {
            return new MailboxStoreModule(quotaBytes);
        }
    },
    STOCK {
        @Override
        Module module(long quotaBytes) {
            return new StockMailboxStoreModule(quotaBytes);
        }
    };

    /** Of the environment; the system property {@code mailbox.store} says the same. */
    static final String SETTING = "MAILBOX_STORE";

    abstract Module module(long quotaBytes);

    static MailboxStoreChoice ofThisProcess() {
        return parse(Optional.ofNullable(System.getProperty("mailbox.store"))
                .or(() -> Optional.ofNullable(System.getenv(SETTING))));
    }

    static MailboxStoreChoice parse(Optional<String> value) {
        return switch (value.orElse("stock").toLowerCase(Locale.ROOT)) {
            case "own" -> OWN;
            case "stock" -> STOCK;
            default -> throw new StartFailure(SETTING + "=" + value.get() + ": own or stock is expected");
        };
    }
}
