package dev.agentpost.mail.keyinfo.http;

import dev.agentpost.mail.apikey.OpenedInboxes;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.connectionlimit.memory.MemoryConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.memory.MemorySlotStore;
import dev.agentpost.mail.keyinfo.KeyLimits;
import dev.agentpost.mail.login.KeyFixture;
import dev.agentpost.mail.login.http.KeyPace;
import dev.agentpost.mail.login.http.KeyRoutes;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.SendWindow;
import dev.agentpost.mail.ratelimit.memory.MemorySendLedgerStore;
import dev.agentpost.mail.ratelimit.memory.MemorySendLimitStore;

/** The route with all that it needs, in memory. */
public final class KeyInfoFixture {
    public final KeyFixture keys = new KeyFixture();
    final SendLimits sendLimits = new SendLimits(
            new MemorySendLimitStore(),
            new SendLimitDefaults(SendLimit.of(new SendWindow(100, 3_600)), SendLimit.NONE, SendLimit.NONE));
    final SendAllowance allowance = new SendAllowance(sendLimits, new MemorySendLedgerStore(), keys.clock());
    final ConnectionLimits connectionLimits = new ConnectionLimits(new MemoryConnectionLimitStore());
    final ConnectionSlots slots = new ConnectionSlots(connectionLimits, new MemorySlotStore(keys.clock()));

    public KeyInfoRoutes routes() {
        return new KeyInfoRoutes(
                new KeyRoutes(keys.login(), new KeyPace(keys.clock().ticker())),
                new OpenedInboxes(keys.inboxes()),
                new KeyLimits(sendLimits, allowance, connectionLimits, slots),
                keys.clock().ticker());
    }
}
