# The validator beside its peers, in one run; figures are shown, not judged.
# Needs:

check "cargo bench" cargo bench --locked -p facesign-benches
show "cargo bench"
