//! Recipes: the flows of the product page as data, ready to launch.
