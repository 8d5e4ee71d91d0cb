# %% [markdown]
# # 三、等级划线：线划在哪里？换一个划法会怎样？
#
# 看四件事：各组的划线和线上线下的差距、各组名额、换一个划法谁的等级随之改变、哪些线经不起一处笔误。
# 差距很小的线最容易引起异议，会上应先看这些线。

# %%
import xiaoben_analytics as xb

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)
xb.name_switch()

# %% [markdown]
# ## 划线，以及如果换一个划法
# 拖动滑块或按方向键试划，图和名单随之更新，文件和考核办法不变；调好后写上名称，按“保留”，方案就并排比较。
# 保留的存在学校文件夹的“方案草案.json”里，下次打开还在，可在再下面的表单或“四、总结报告”里选定，记入决议账本。

# %%
panel = xb.TierExplorer(result)
panel

# %%
xb.DecisionForm(result, folder, panel)

# %% [markdown]
# ## 线上同分，以及名额怎样取整：按考核办法（不随上面的试划改变）
# 这两件要由会议来定。

# %%
xb.Explorer(result, xb.explore_ties)

# %%
xb.Explorer(result, xb.explore_rounding)

# %% [markdown]
# ## 各组之间公平吗？线稳吗？按考核办法（不随上面的试划改变）
# “分高等级低”：别组有人总分更低、等级却更高；试划时最多的 5 位在上面，这里是全部。“查找”逐条试改每一条记录，看哪条线会因一处笔误而变。

# %%
xb.Explorer(result, xb.explore_fairness)

# %%
xb.FragilityExplorer(result)
