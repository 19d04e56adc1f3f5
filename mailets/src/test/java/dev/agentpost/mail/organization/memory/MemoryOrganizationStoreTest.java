package dev.agentpost.mail.organization.memory;

import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.OrganizationStoreContract;

class MemoryOrganizationStoreTest implements OrganizationStoreContract {
    private final OrganizationStore store = new MemoryOrganizationStore();

    @Override
    public OrganizationStore testee() {
        return store;
    }
}
