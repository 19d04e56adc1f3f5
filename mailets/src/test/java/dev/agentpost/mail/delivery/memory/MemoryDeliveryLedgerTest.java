package dev.agentpost.mail.delivery.memory;

import dev.agentpost.mail.delivery.DeliveryLedger;
import dev.agentpost.mail.delivery.DeliveryLedgerContract;

class MemoryDeliveryLedgerTest implements DeliveryLedgerContract {
    private final DeliveryLedger ledger = new MemoryDeliveryLedger();

    @Override
    public DeliveryLedger testee() {
        return ledger;
    }
}
